import type { DestinationSample } from './schemas/snapshot';

/** The destination as a name: what its owner calls it. */
export function destinationName({ kind, url }: DestinationSample): string {
  if (kind === 'local') return 'This Pi';
  if (kind === 'grafana-cloud') return 'Grafana Cloud';
  return URL.parse(url)?.host || 'Destination';
}
