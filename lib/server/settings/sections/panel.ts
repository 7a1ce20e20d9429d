import 'server-only';
import type { Texts } from '../../change/records/texts';
import { env } from '../../env';
import { hasOwnMetrics } from '../../stack/scrape-jobs';
import { variablesIn } from '../../stack/settings';
import type { Draft } from './draft';
import { changeOwnMetrics } from './own-metrics';
import { readOr, type Section } from './section';

/** The names that the panel answers to, and whether it is watched from where the data goes. */
export const panel: Section<'panel'> = {
  view: ({ texts, read }) =>
    read(
      () => ({
        hostName: variablesIn(texts)('WEIR_HOST_NAME') || env().hostName,
        allowedHosts: allowedHostsIn(texts),
        // A broken prometheus.yml locks the sections that are about it, and not this one.
        ownMetrics: readOr(() => hasOwnMetrics(texts), false),
      }),
      { hostName: env().hostName, allowedHosts: [], ownMetrics: false },
    ),

  change(draft, { allowedHosts, ownMetrics }) {
    if (allowedHosts !== undefined) changeHosts(draft, allowedHosts);
    if (ownMetrics !== undefined) changeOwnMetrics(draft, ownMetrics);
  },
};

function changeHosts(draft: Draft, allowedHosts: readonly string[]): void {
  const before = allowedHostsIn(draft.texts());
  const wanted = [...new Set(allowedHosts)];
  const { host } = draft.facts;
  if (host !== null && before.includes(host) && !wanted.includes(host) && !isOwnName(draft, host)) {
    draft.object(
      'panel.allowedHosts',
      `You are using the name ${host} right now: without it this page would stop answering.`,
      'Open the panel under another of its names, or under its address, and remove the name there.',
    );
  }
  if (before.join() === wanted.join()) return;
  draft.setEnv({ WEIR_ALLOWED_HOSTS: wanted.join(',') });
  const added = wanted.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !wanted.includes(name));
  if (added.length > 0) draft.say(`Panel answers to ${added.join(', ')}`);
  if (gone.length > 0) draft.say(`Panel no longer answers to ${gone.join(', ')}`);
  if (added.length + gone.length === 0) draft.say('Names of the panel in another order');
}

function allowedHostsIn(texts: Texts): string[] {
  return variablesIn(texts)('WEIR_ALLOWED_HOSTS')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
}

function isOwnName(draft: Draft, host: string): boolean {
  const own = variablesIn(draft.texts())('WEIR_HOST_NAME').toLowerCase();
  return host === 'localhost' || (own !== '' && [own, `${own}.local`].includes(host));
}
