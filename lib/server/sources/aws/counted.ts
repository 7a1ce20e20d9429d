import 'server-only';
import { awsService, awsServices } from '@/lib/pipeline/sources/aws/services';
import type { Counted } from '@/lib/schemas/price';
import { askedIn, type Count, countsBy, parseYaceMetrics, resourcesIn } from '../../sampler/eye/aws/metrics';
import { discoveryJobs, partsIn, placesOf, type YaceJob } from './jobs';

/** Names of dimensions as metrics have them. */
const dimensionsOf = (names: readonly string[]) => names.toSorted().join();

/** Of the counts of a namespace those that a job asks for; a job of somebody's own has what no service has. */
function ownCounts(counts: readonly Count[], { namespace, service }: YaceJob): readonly Count[] {
  const known = awsServices.filter((one) => one.namespace === namespace);
  const taken = known.map(({ dimensions }) => dimensionsOf(dimensions));
  const own = service === null ? null : dimensionsOf(awsService(service).dimensions);
  return counts.filter(({ dimensions }) => (own === null ? !taken.includes(dimensions) : dimensions === own));
}

/**
 * What YACE has found of each job in each region of each account, by its own association. Null: it has no round behind
 * it, or is asked for too much to follow.
 * @param config all of its file @param metrics its answer, untrusted
 */
export function countAws(config: unknown, metrics: string): Counted[] | null {
  const read = parseYaceMetrics(metrics);
  if (read.calls === 0) return null;
  const parts = partsIn(config);
  if (parts.length === 0) return null;
  const countsOf = countsBy(read, parts);
  return discoveryJobs(config).flatMap((job) =>
    placesOf(job).map((place): Counted => {
      const counts = ownCounts(countsOf({ service: job.namespace, place }), job);
      return {
        service: job.service ?? job.namespace,
        place,
        resources: resourcesIn(counts),
        ...askedIn(counts),
        metrics: job.metrics.length,
        statistics: job.seriesPerResource,
      };
    }),
  );
}
