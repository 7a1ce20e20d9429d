import { keepPreviousData } from '@tanstack/react-query';
import type { DashboardView, LookPis, LookSpan } from '@/lib/schemas/look/dashboard';
import type { Labels, LabelsQuery, Names } from '@/lib/schemas/look/expression';
import type { PisView } from '@/lib/schemas/look/pis';
import type { Stored, StoredQuery } from '@/lib/schemas/look/stored';
import { apiQuery, withQuery } from './api-query';

/** Where nothing is known of when there is something new. */
const EVERY_MS = 60_000;
/** Where something could not be read, too. */
const LEAST_MS = 15_000;
/** After it the answer is no longer the one before. */
const AFTER_MS = 5_000;

function nextInMs(view: DashboardView | undefined): number {
  if (!view || view.state === 'elsewhere') return EVERY_MS;
  // The same question will most likely be refused again.
  const isRefused = view.state === 'silent' && view.refusal !== null;
  return isRefused ? EVERY_MS : Math.max(LEAST_MS, view.holdsMs + AFTER_MS);
}

function viewQuery(id: string, path: string, span: LookSpan, pis: LookPis, q?: string) {
  return apiQuery<DashboardView>(
    ['dashboard', id, span, pis],
    withQuery(path, { q, span, pis: pis === 'all' ? pis : undefined }),
    {
      refetchInterval: ({ state: { data } }) => nextInMs(data),
      refetchOnWindowFocus: true,
      // Another time takes the place of the one that is shown when it is there; another dashboard does not stand in.
      placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    },
  );
}

/** A dashboard, drawn from what the destination has. */
export const dashboardQuery = (id: string, span: LookSpan, pis: LookPis) =>
  viewQuery(id, `/api/dashboards/${id}`, span, pis);

/** One metric, drawn like a dashboard. */
export const metricQuery = (metric: string, span: LookSpan, pis: LookPis) =>
  viewQuery(`metric ${metric}`, `/api/stored/${metric}`, span, pis);

/** An expression, drawn like a dashboard. @param q empty: nothing is asked */
export function expressionQuery(q: string, span: LookSpan, pis: LookPis) {
  const query = viewQuery(`expression ${q}`, '/api/expression', span, pis, q);
  return { ...query, enabled: q !== '' };
}

/** What is completed is not asked for again with each character. */
const COMPLETED = { staleTime: EVERY_MS };

/** The metrics that an expression may name. */
export const namesQuery = () => apiQuery<Names>(['names'], '/api/expression/names', COMPLETED);

/** Labels of a metric, or the values of one. */
export const labelsQuery = (asked: LabelsQuery) =>
  apiQuery<Labels>(['labels', asked], withQuery('/api/expression/labels', asked), COMPLETED);

/** A page of the metrics that the destination has. The one before stays until it is here. */
export function storedQuery(asked: Partial<StoredQuery>) {
  return apiQuery<Stored>(['stored', asked], withQuery('/api/stored', asked), {
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.state === 'silent' ? LEAST_MS : EVERY_MS),
  });
}

/** What the destination has of every Pi that writes there. */
export function pisQuery() {
  return apiQuery<PisView>(['pis'], '/api/pis', {
    refetchInterval: ({ state: { data } }) => (data?.state === 'silent' ? LEAST_MS : PIS_MS),
    refetchOnWindowFocus: true,
  });
}
const PIS_MS = 30_000;
