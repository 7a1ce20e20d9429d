import { namespaceName } from './namespaces';
import type { AwsServiceId } from './service-ids';
import type { AwsService } from './service-shape';
import { awsService, awsServices, awsServiceWords } from './services';

/** What tells a job from others. */
export interface JobPlace {
  namespace: string;
  dimensions: readonly string[];
}

/** With everything said. */
export interface JobSettings extends JobPlace {
  dimensions: string[];
  period: number;
  length: number;
  delay: number;
  metrics: {
    name: string;
    statistics: string[];
    nilToZero: boolean;
    period: number | null;
    length: number | null;
  }[];
  searchTags: { key: string; value: string }[];
}

/** The same for jobs of one namespace with the same dimensions, in whatever order. */
export const jobKey = ({ namespace, dimensions }: JobPlace): string =>
  JSON.stringify([namespace, ...dimensions.toSorted()]);

const byKey = new Map(awsServices.map((service) => [jobKey(service), service.id]));

/** The service of the catalogue that a job asks for, whatever metrics of it; null: none. */
export const serviceOfJob = (place: JobPlace): AwsServiceId | null => byKey.get(jobKey(place)) ?? null;

/** `API Gateway, HTTP`, `MSK (Kafka): Cluster Name, Topic` */
export function jobWords(place: JobPlace): string {
  const service = serviceOfJob(place);
  if (service !== null) return awsServiceWords(awsService(service));
  return `${namespaceName(place.namespace)}: ${place.dimensions.join(', ')}`;
}

/** A service of the catalogue as Weir recommends it. */
export const recommended = ({
  namespace,
  dimensions,
  period,
  length,
  delay,
  metrics,
}: AwsService): JobSettings => ({
  ...{ namespace, dimensions: [...dimensions], period, length, delay, searchTags: [] },
  metrics: metrics.map(({ name, statistics, nilToZero }) => ({
    ...{ name, statistics: [...statistics], nilToZero },
    ...{ period: null, length: null },
  })),
});

/** Series that one resource makes: one for each statistic of each metric. */
export const seriesOfJob = ({
  metrics,
}: {
  metrics: readonly { statistics: readonly unknown[] }[];
}): number => metrics.reduce((sum, { statistics }) => sum + statistics.length, 0);
