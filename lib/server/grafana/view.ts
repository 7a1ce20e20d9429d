import 'server-only';
import type { GrafanaThing, GrafanaView } from '@/lib/schemas/grafana/grafana';
import { secretInfo } from '../files/secrets/names';
import type { GrafanaState } from './grafana-state';
import type { ShippedSet } from './shipped';
import type { Planned } from './standing';

/** Behind the address, by a thing’s kind. Nothing in it is from an answer. */
const PLACES: Record<GrafanaThing['kind'], (id: string) => string> = {
  folder: (id) => `/dashboards/f/${id}`,
  dashboard: (id) => `/d/${id}`,
  rules: (id) => `/alerting/list?search=${encodeURIComponent(`group:${id.replace(/^alerts-/, '')}`)}`,
};

/** A thing as the browser sees it. @param isThere whether there is anything to look at */
export function shownThing(address: string, { id, kind, title }: Planned, isThere: boolean) {
  return { id, kind, title, url: isThere ? address + PLACES[kind](id) : null };
}

/** What may be shown of the state. @param set null: it cannot be read */
export function grafanaView(state: GrafanaState | null, set: ShippedSet | null): GrafanaView {
  if (state === null) return { address: '', token: secretInfo(''), put: null };
  const { address, token, put } = state;
  return {
    address,
    token: secretInfo(token),
    put: put && {
      atMs: put.atMs,
      version: put.version,
      isOutOfStep: set === null ? null : put.digest !== set.digest,
    },
  };
}
