import 'server-only';
import type { Effect } from '@/lib/schemas/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';

const names: Partial<Record<ServiceName, string>> = {
  yace: 'YACE',
  'stackdriver-exporter': 'The Google Cloud exporter',
  'victoria-metrics': 'The database on this Pi',
  cadvisor: 'cAdvisor',
};

/** What a change does, one sentence for each effect, in plain words. */
export function effectWords(effects: readonly Effect[], hasFiles: boolean): string[] {
  if (effects.length === 0) return hasFiles ? ['Only the files change; no service is touched.'] : [];
  return effects.map(inWords);
}

function inWords({ kind, service }: Effect): string {
  const name = names[service] ?? service;
  switch (kind) {
    case 'hot-secret':
      return 'vmagent takes the new token within a second and keeps running; nothing is lost.';
    case 'rescan':
      return 'vmagent finds the changed targets by itself within 5 seconds and keeps running; nothing is lost.';
    case 'reload':
      return service === 'vmagent'
        ? 'vmagent reads its new configuration and keeps running; nothing is lost.'
        : `${name} reads its new configuration, keeps running and asks its cloud anew at once.`;
    case 'recreate':
      return service === 'vmagent'
        ? 'vmagent restarts, about 5 s without measurements; what waits in the buffer stays on the disk.'
        : service === 'victoria-metrics'
          ? `${name} restarts, about 5 s; vmagent keeps what is measured meanwhile.`
          : `${name} restarts, about 5 s; the other sources are not touched.`;
    case 'create':
      return `${name} is started.`;
    case 'remove':
      return `${name} is stopped and removed; it can be switched on again.`;
  }
}
