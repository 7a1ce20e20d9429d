import { own } from '../own';
import type { BilledRound } from '../prices';
import { readAwsPlace } from './accounts';

/** What one job asks of one namespace in one region. */
export interface AskedJob {
  namespace: string;
  metrics: readonly { name: string; statistics: number }[];
  /** Resources that are found, by their own tag or through what holds them. */
  resources: number;
}

/** What YACE asks for in one round, and the calls of GetMetricData for it: not billed, and limited. */
export interface Round extends BilledRound {
  reads: number;
}

/** AWS takes up to five statistics of a metric for one, or bills each: it says both. */
const STATISTICS_OF_ONE = 5;
const LISTED_PER_PAGE = 500;
const METRICS_PER_READ = 500;

/**
 * Series that ListMetrics names for one metric of one resource, wanted or not, and those of no resource: by function, by
 * function and alias, of all functions; by API, by API and stage.
 */
const listed: Record<string, { each: number; more: number }> = {
  'AWS/Lambda': { each: 2, more: 1 },
  'AWS/ApiGateway': { each: 2, more: 0 },
};
const ONE = { each: 1, more: 0 };

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);

/**
 * What the jobs of one region come to in a round. Nothing is asked for where no resource is found. Pages of lists are at
 * least so many: CloudWatch lists what has no tag, too.
 */
export function roundOf(jobs: readonly AskedJob[]): Round {
  const asked = jobs.filter(({ resources }) => resources > 0);
  const pages = ({ namespace, metrics }: AskedJob) => {
    const { each, more } = own(listed, namespace) ?? ONE;
    const has = (job: AskedJob, name: string) => job.metrics.some((metric) => metric.name === name);
    return metrics.map(({ name }) => {
      const sharing = asked.filter((job) => job.namespace === namespace && has(job, name));
      const series = sum(sharing.map(({ resources }) => resources)) * each + more;
      return Math.ceil(series / LISTED_PER_PAGE);
    });
  };
  const statistics = (job: AskedJob) => sum(job.metrics.map((metric) => metric.statistics)) * job.resources;
  const once = ({ metrics, resources }: AskedJob) =>
    sum(metrics.map((metric) => Math.ceil(metric.statistics / STATISTICS_OF_ONE))) * resources;
  return {
    least: sum(asked.map(once)),
    most: sum(asked.map(statistics)),
    lists: sum(asked.flatMap(pages)),
    reads: sum(asked.map((job) => Math.ceil(statistics(job) / METRICS_PER_READ))),
  };
}

/** Requests for lists in all places, and in each account where there are several. */
export function listsIn(parts: readonly { place: string; lists: number }[]) {
  const byAccount = new Map<string, number>();
  for (const { place, lists } of parts) {
    const { account } = readAwsPlace(place);
    byAccount.set(account, (byAccount.get(account) ?? 0) + lists);
  }
  const each = [...byAccount.values()];
  return { lists: sum(each), ...(each.length > 1 && { listsByAccount: each }) };
}

/** Of several regions together. */
export const roundsOf = (rounds: readonly Round[]): Round => ({
  least: sum(rounds.map(({ least }) => least)),
  most: sum(rounds.map(({ most }) => most)),
  lists: sum(rounds.map(({ lists }) => lists)),
  reads: sum(rounds.map(({ reads }) => reads)),
});
