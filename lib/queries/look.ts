import type { DashboardView, LookSpan } from '@/lib/schemas/look/dashboard';
import type { PisView } from '@/lib/schemas/look/pis';
import { apiQuery } from './api-query';

/** How often a dashboard is asked for anew, by the hours that it shows. */
const EVERY_MS: Record<LookSpan, number> = {
  '1': 30_000,
  '6': 60_000,
  '24': 60_000,
  '168': 300_000,
  all: 300_000,
};

/** Where something could not be read. */
const FAULTY_MS = 15_000;
const isFaulty = (view: DashboardView) =>
  view.state === 'silent' || (view.state === 'read' && view.panels.some(({ problem }) => problem !== null));

/** A dashboard, drawn from what the store on this Pi keeps. */
export function dashboardQuery(id: string, span: LookSpan) {
  return apiQuery<DashboardView>(['dashboard', id, span], `/api/dashboards/${id}?span=${span}`, {
    refetchInterval: ({ state: { data } }) => (data && isFaulty(data) ? FAULTY_MS : EVERY_MS[span]),
    refetchOnWindowFocus: true,
    // Another time takes the place of the one that is shown when it is there; another dashboard does not stand in.
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
  });
}

/** What the destination has of every Pi that writes there. */
export function pisQuery() {
  return apiQuery<PisView>(['pis'], '/api/pis', {
    refetchInterval: ({ state: { data } }) => (data?.state === 'silent' ? FAULTY_MS : PIS_MS),
    refetchOnWindowFocus: true,
  });
}
const PIS_MS = 30_000;
