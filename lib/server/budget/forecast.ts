import 'server-only';
import { SERIES_PER_TARGET } from '@/lib/cost';
import { offeredSources, sourceService } from '@/lib/pipeline/services';
import type { Forecast } from '@/lib/schemas/budget';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { Texts } from '../change/records/texts';
import { jobTimings } from '../stack/scrape-jobs';
import { isSourceOn, sourcesIn, yamlIn } from '../stack/settings';

/**
 * Series that the shipped list keeps of node-exporter. 191 were counted on a machine with two cores and neither sensors
 * nor partitions of its own; four cores, an SD card, Wi-Fi and sensors come to about a hundred more.
 */
const PI_SERIES = 300;
/** Series that the shipped list keeps of each container with one network, counted with cAdvisor 0.60.5. */
const SERIES_PER_CONTAINER = 16;
/** Of the machine as a whole: 13, and 6 for each network interface, of which a Pi with Docker has about four. */
const MACHINE_SERIES = 37;

const AWS_RESOURCES: Record<string, string> = {
  'AWS/Lambda': 'Lambda function',
  'AWS/SQS': 'SQS queue',
  'AWS/ECS': 'ECS service',
  'AWS/ApiGateway': 'API',
};
const GCP_RESOURCES: Record<string, string> = {
  run: 'Cloud Run service',
  pubsub: 'Pub/Sub subscription',
  cloudfunctions: 'function',
};
const METRIC_FLAG = /^--monitoring\.metrics-prefixes=([a-z]+)\.googleapis\.com\//;

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
  if (source === 'aws') return awsResources(texts);
  return source === 'gcp' ? gcpResources(texts) : [];
}

/** One series for each statistic of each metric of each resource. */
function awsResources(texts: Texts): Forecast['perResource'] {
  const jobs = yamlIn(texts, 'yace-config', ['discovery', 'jobs']);
  if (!Array.isArray(jobs)) return [];
  return jobs.flatMap((job) => {
    const { type, metrics, statistics } = Object(job) as Record<string, unknown>;
    if (typeof type !== 'string' || !Array.isArray(metrics)) return [];
    const series = metrics.reduce<number>((sum, metric) => {
      const own: unknown = Object(metric).statistics ?? statistics;
      return sum + (Array.isArray(own) ? own.length : 1);
    }, 0);
    return [{ resource: AWS_RESOURCES[type] ?? `resource of ${type}`, series }];
  });
}

/** At least one series for each metric of each resource; labels such as a response code make more of some. */
function gcpResources(texts: Texts): Forecast['perResource'] {
  const counts = new Map<string, number>();
  for (const line of (texts.get('gcp-metrics') ?? '').split('\n')) {
    const service = METRIC_FLAG.exec(line.trim())?.[1];
    if (service === undefined) continue;
    const resource = GCP_RESOURCES[service] ?? `resource of ${service}.googleapis.com`;
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  return [...counts].map(([resource, series]) => ({ resource, series }));
}
