import 'server-only';
import { SERIES_PER_TARGET } from '@/lib/cost';
import { offeredSources, sourceService } from '@/lib/pipeline/components';
import type { Forecast } from '@/lib/schemas/budget';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { Texts } from '../change/records/texts';
import { asCloud, cloud, sourcesIn } from '../sources/sources';
import { jobTimings } from '../stack/scrape-jobs';
import { isSourceOn } from '../stack/settings';

/**
 * Series that the shipped list keeps of node-exporter. 191 were counted on a machine with two cores and neither sensors
 * nor partitions of its own; four cores, an SD card, Wi-Fi and sensors come to about a hundred more.
 */
const PI_SERIES = 300;
/** Series that the shipped list keeps of each container with one network, counted with cAdvisor 0.60.5. */
const SERIES_PER_CONTAINER = 16;
/** Of the machine as a whole: 13, and 6 for each network interface, of which a Pi with Docker has about four. */
const MACHINE_SERIES = 37;

/** What each source that is off would add, by what the files say. @throws AppError invalid-stack */
export function forecasts(texts: Texts, containers: number | null): Forecast[] {
  const sources = sourcesIn(texts);
  const timings = jobTimings(texts);
  return offeredSources.flatMap((source): Forecast[] => {
    if (isSourceOn(sources, source)) return [];
    const series = seriesOf(source, containers);
    const interval = timings.get(sourceService(source))?.intervalSeconds;
    return [
      {
        source,
        series,
        pointsPerMinute: series === null || !interval ? null : (series * 60) / interval,
        containers: source === 'containers' ? containers : null,
        perResource: resourcesOf(source, texts),
      },
    ];
  });
}

function seriesOf(source: SourceId, containers: number | null): number | null {
  if (source === 'pi') return PI_SERIES + SERIES_PER_TARGET;
  if (source !== 'containers' || containers === null) return null;
  // cAdvisor itself will be one more.
  return (containers + 1) * SERIES_PER_CONTAINER + MACHINE_SERIES + SERIES_PER_TARGET;
}

function resourcesOf(source: SourceId, texts: Texts): Forecast['perResource'] {
  if (source === 'containers') return [{ resource: 'container', series: SERIES_PER_CONTAINER }];
  const known = asCloud(source);
  return known === null ? [] : cloud(known).resources(texts);
}
