import { listed } from '@/lib/english';
import { formatCount, plural } from '@/lib/format';
import { sourceRecord } from '@/lib/pipeline/records';
import type { Forecast } from '@/lib/schemas/budget';

/** What a source that is off would add, with the figure that it rests on, in a sentence or two. */
export function forecastWords({
  source,
  series,
  pointsPerMinute,
  containers,
  perResource,
}: Forecast): string {
  const each = listed(perResource.map(({ resource, series: count }) => `${count} for each ${resource}`));
  if (series !== null) {
    const points =
      pointsPerMinute === null ? '' : ` and ${plural(Math.round(pointsPerMinute), 'data point')} a minute`;
    const added = `Adds about ${formatCount(series)} series${points}`;
    if (containers === null) return `${added}, as a Pi usually has.`;
    return `${added}: ${plural(containers, 'container runs', 'containers run')} here now, about ${each}.`;
  }
  if (each === '') return 'How many series it adds is not known beforehand.';
  const { sure, unknown } = sourceRecord(source).forecast;
  return `Adds series: ${sure}${each}. ${unknown}`;
}
