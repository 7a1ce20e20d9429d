import type { PrometheusClient } from '@prometheus-io/codemirror-promql';
import type { QueryClient } from '@tanstack/react-query';
import { labelsQuery, namesQuery } from '@/lib/queries/look';
import type { LabelsQuery } from '@/lib/schemas/look/expression';

/**
 * What the editor completes with, asked of the panel. What is not answered is not completed. Labels that stand beside the one
 * that is completed are passed over: what is offered may be more than fits.
 */
export function completionFrom(client: QueryClient): PrometheusClient {
  const names = () =>
    client.fetchQuery(namesQuery()).then(
      (answer) => answer.names,
      () => [],
    );
  const labels = (asked: LabelsQuery) =>
    client.fetchQuery(labelsQuery(asked)).then(
      (answer) => answer.labels,
      () => [],
    );
  return {
    metricNames: async () => (await names()).map(({ name }) => name),
    // Of each name: what has none would be looked up among the names that every object has.
    metricMetadata: async () =>
      Object.fromEntries(
        (await names()).map(({ name, type, help }) => [name, [{ type: type ?? '', help: help ?? '' }]]),
      ),
    labelNames: (metric) => labels({ metric: metric || undefined }),
    labelValues: (label, metric) => labels({ label, metric: metric || undefined }),
    series: async () => [],
    flags: async () => ({}),
  };
}
