import type { DashboardView, LookPis, LookSpan } from '@/lib/schemas/look/dashboard';
import type { PisView } from '@/lib/schemas/look/pis';
import { apiQuery } from './api-query';

/** Where nothing is known of when there is something new. */
const EVERY_MS = 60_000;
/** Where something could not be read, too. */
const LEAST_MS = 15_000;
/** After it the answer is no longer the one before. */
const AFTER_MS = 5_000;

const nextInMs = (view: DashboardView | undefined) =>
  !view || view.state === 'elsewhere' ? EVERY_MS : Math.max(LEAST_MS, view.holdsMs + AFTER_MS);

/** A dashboard, drawn from what the destination has. */
export function dashboardQuery(id: string, span: LookSpan, pis: LookPis) {
  return apiQuery<DashboardView>(
    ['dashboard', id, span, pis],
    `/api/dashboards/${id}?span=${span}${pis === 'all' ? '&pis=all' : ''}`,
    {
      refetchInterval: ({ state: { data } }) => nextInMs(data),
      refetchOnWindowFocus: true,
      // Another time takes the place of the one that is shown when it is there; another dashboard does not stand in.
      placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    },
  );
}

/** What the destination has of every Pi that writes there. */
export function pisQuery() {
  return apiQuery<PisView>(['pis'], '/api/pis', {
    refetchInterval: ({ state: { data } }) => (data?.state === 'silent' ? LEAST_MS : PIS_MS),
    refetchOnWindowFocus: true,
  });
}
const PIS_MS = 30_000;
