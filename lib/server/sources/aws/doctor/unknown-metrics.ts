import 'server-only';
import { z } from 'zod';
import { awsServices } from '@/lib/pipeline/sources/aws/services';
import { noMetric } from '../../../sampler/eye/aws/cause';
import { inShape } from '../../doctor/ask-cloud';
import type { Row } from '../../doctor/failed-row';
import type { YaceJob } from '../jobs';
import type { Caller } from './ask';
import { askJson } from './questions';

/** Of one service in one region. */
const MOST = 20;

const list = z.object({ Metrics: z.array(z.unknown()).nullish() });
const isEmpty = (text: string) => {
  const found = inShape(list)(text);
  return found && (found.Metrics ?? []).length === 0;
};

/**
 * Names of metrics that CloudWatch does not have; those that Weir recommends are spelt right. Of the requests that a month
 * has for nothing. Never throws: what is not answered counts as known.
 */
export async function unknownMetrics(
  caller: Caller,
  region: string,
  { namespace, metrics = [] }: Pick<YaceJob, 'namespace'> & Partial<Pick<YaceJob, 'metrics'>>,
): Promise<string[]> {
  const known = awsServices
    .filter((service) => service.namespace === namespace)
    .flatMap((service) => service.metrics.map(({ name }) => name));
  const doubtful = metrics.filter((name) => !known.includes(name)).slice(0, MOST);
  const about = (name: string) => ({ Namespace: namespace, MetricName: name });
  const answers = await Promise.all(
    doubtful.map((name) =>
      askJson(caller, 'monitoring', ['cloudwatch:ListMetrics', region], about(name), isEmpty),
    ),
  );
  return doubtful.filter((_, i) => answers[i]?.ok && answers[i].value);
}

/** What was found, and which of the metrics are not. */
export function withUnknown(row: Row, names: readonly string[]): Row {
  if (names.length === 0) return row;
  const message = `${row.message} ${noMetric(names)}`;
  return { ...row, state: 'warn', message, fix: row.fix ?? 'Compare the name with what CloudWatch lists.' };
}
