import { badRequest, type GoogleAnswer, notFound, ok } from './answers.ts';
import { type Fields, type Filter, FilterError, readFilter } from './filter.ts';
import { seriesBody } from './series.ts';
import type { ApiMethod, GoogleProject, Metric, Series } from './state.ts';

/** One call of the API, once it is allowed. */
export interface Asked {
  projectId: string;
  project: GoogleProject;
  params: URLSearchParams;
  filter: Filter;
  /** By Google's clock. */
  nowMs: number;
  mostPerPage: number;
}

/** The filter of a call, or how Google refuses it. */
export function filterOf(method: ApiMethod, params: URLSearchParams): Filter | GoogleAnswer {
  const text = params.get('filter') ?? '';
  try {
    const filter = readFilter(text);
    if (method === 'metricDescriptors' || filter.isOneType) return filter;
    return badRequest(
      `Field filter had an invalid value of ${JSON.stringify(text)}: it has to name one metric type.`,
    );
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return badRequest(`Could not parse filter ${JSON.stringify(text)}; syntax error: ${error.message}.`);
  }
}

/** What a page token holds on to: where the next page begins, and of which list. */
const listOf = (params: URLSearchParams) =>
  ['filter', 'view', 'interval.startTime'].map((name) => params.get(name) ?? '').join('\n');
const tokenOf = (from: number, params: URLSearchParams) =>
  Buffer.from(JSON.stringify([from, listOf(params)])).toString('base64url');

/** Where a page begins; null: the token is of another list. */
function pageStart(params: URLSearchParams): number | null {
  const token = params.get('pageToken');
  if (!token) return 0;
  try {
    const [from, list] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [number, string];
    return list === listOf(params) ? from : null;
  } catch {
    return null;
  }
}

/** One page; an empty list is an empty object, as Google leaves empty fields out. */
function page<T>(
  name: ApiMethod,
  all: readonly T[],
  { params, mostPerPage }: Asked,
  more: object = {},
): GoogleAnswer {
  const from = pageStart(params);
  if (from === null) return badRequest('The page token is not of this list.');
  const size = Math.min(Number(params.get('pageSize')) || mostPerPage, mostPerPage);
  const items = all.slice(from, from + size);
  if (items.length === 0) return ok({});
  const next = from + size < all.length && { nextPageToken: tokenOf(from + size, params) };
  return ok({ [name]: items, ...more, ...next });
}

const labelsOf = (series: readonly Series[]) => [
  ...new Set(series.flatMap(({ metricLabels }) => Object.keys(metricLabels))),
];

function descriptorBody(projectId: string, metric: Metric): object {
  const { type, kind, valueType, unit, resource } = metric;
  return {
    name: `projects/${projectId}/metricDescriptors/${type}`,
    type,
    metricKind: kind,
    valueType,
    unit,
    description: `Of a stand-in: ${type}.`,
    displayName: type,
    labels: labelsOf(metric.series).map((key) => ({ key })),
    metadata: {
      launchStage: 'GA',
      samplePeriod: `${metric.samplePeriodSeconds}s`,
      ingestDelay: `${metric.ingestDelaySeconds}s`,
    },
    launchStage: 'GA',
    monitoredResourceTypes: [resource],
  };
}

/** GET /v3/projects/P/metricDescriptors */
function listDescriptors(asked: Asked): GoogleAnswer {
  const { filter, project, projectId } = asked;
  const found = project.metrics.filter(({ type }) =>
    filter.matches({ 'metric.type': type, project: projectId }),
  );
  return page(
    'metricDescriptors',
    found.map((metric) => descriptorBody(projectId, metric)),
    asked,
  );
}

const prefixed = (start: string, labels: Record<string, string>) =>
  Object.entries(labels).map(([key, value]) => [`${start}.labels.${key}`, value]);

const fieldsOf = (projectId: string, metric: Metric, series: Series): Fields => ({
  'metric.type': metric.type,
  'resource.type': metric.resource,
  project: projectId,
  ...Object.fromEntries(prefixed('metric', series.metricLabels)),
  ...Object.fromEntries(prefixed('resource', series.resourceLabels)),
});

/**
 * GET /v3/projects/P/timeSeries. A page is counted in series whatever the view, and never cuts one in two; Google
 * counts points where the view has them.
 */
function listTimeSeries(asked: Asked): GoogleAnswer {
  const { filter, project, projectId, params, nowMs } = asked;
  const endMs = Date.parse(params.get('interval.endTime') ?? '');
  if (Number.isNaN(endMs)) return badRequest('Field interval.endTime is required and has to be a time.');
  const start = params.get('interval.startTime');
  const startMs = start === null ? endMs - 1 : Date.parse(start);
  if (!(startMs <= endMs)) return badRequest('Field interval.startTime has to be before interval.endTime.');
  const metric = project.metrics.find(({ type }) => type === filter.asked);
  if (!metric)
    return notFound(
      `Cannot find metric(s) that match type = "${filter.asked}". If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.`,
    );
  const window = { startMs, endMs, nowMs, isHeader: params.get('view') === 'HEADERS' };
  const found = metric.series
    .filter((series) => filter.matches(fieldsOf(projectId, metric, series)))
    .flatMap((series) => seriesBody(metric, series, window) ?? []);
  return page('timeSeries', found, asked, { unit: metric.unit });
}

export const lists: Record<ApiMethod, (asked: Asked) => GoogleAnswer> = {
  metricDescriptors: listDescriptors,
  timeSeries: listTimeSeries,
};
