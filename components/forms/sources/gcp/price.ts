import { gcpService } from '@/lib/pipeline/sources/gcp/services';
import type { Estimate, Facts } from '../price/estimate';
import type { GcpValues } from './form';

/** What Google bills for what is ticked and typed; null: nothing is. */
export function gcpEstimate({ services, prefixes }: GcpValues, facts: Facts): Estimate | null {
  const typed = prefixes.split('\n').flatMap((line) => line.trim() || []);
  const wanted = [
    ...services.map(gcpService).map(({ name, prefixes: own }) => ({ name, prefixes: own })),
    ...typed.map((prefix) => ({ name: prefix, prefixes: [prefix] })),
  ];
  if (wanted.length === 0) return null;
  let series = 0;
  const unknown = wanted.flatMap(({ name, prefixes: own }) => {
    // Of each prefix in each project.
    const counted = own.map((prefix) => facts.counted?.filter(({ service }) => service === prefix) ?? []);
    if (counted.some((each) => each.length === 0)) return [name];
    series += counted.flat().reduce((sum, { most }) => sum + most, 0);
    return [];
  });
  const round = { least: series, most: series, lists: 0 };
  return { round, resources: series, unknown, unit: 'series', knownBy: 'Google Cloud has been scraped' };
}
