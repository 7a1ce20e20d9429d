import 'server-only';
import { targetOf } from '@/lib/pipeline/records';
import type { Texts } from '../../change/records/texts';
import { env, hostNamesIn } from '../../env';
import { readItems, setItems } from '../../files/yaml/items';
import { hasOwnMetrics, jobTimings, noJob } from '../../stack/scrape-jobs';
import { variablesIn } from '../../stack/settings';
import { targetText } from '../../stack/target-text';
import type { Draft } from './draft';
import { readOr, type Section } from './section';

const JOBS = ['scrape_configs'];

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

const allowedHostsIn = (texts: Texts) => hostNamesIn(variablesIn(texts)('WEIR_ALLOWED_HOSTS'));

function isOwnName(draft: Draft, host: string): boolean {
  const own = variablesIn(draft.texts())('WEIR_HOST_NAME').toLowerCase();
  return host === 'localhost' || (own !== '' && [own, `${own}.local`].includes(host));
}

/** Lets vmagent scrape the panel, or no longer. Files from before there was such a job get the one that ships. */
function changeOwnMetrics(draft: Draft, isWanted: boolean): void {
  draft.section('panel.ownMetrics', () => {
    if (hasOwnMetrics(draft.texts()) === isWanted) return;
    if (isWanted && !draft.facts.isStackContainer) {
      draft.object(
        'panel.ownMetrics',
        'This panel does not run as a container of the stack, so vmagent cannot reach it by its name.',
        'Start it with compose/up, or leave this off.',
      );
    }
    if (isWanted && !jobTimings(draft.texts()).has('weir')) {
      // A second one of that name would be refused.
      if (draft.facts.ownJobs.some(({ job }) => job === 'weir')) {
        draft.object('panel.ownMetrics', ...noJob('weir', draft.facts.ownJobs));
        return;
      }
      addJob(draft);
    }
    // Off first: a list that is missing would be taken for the one that ships, and not be written.
    for (const isOn of [false, isWanted]) {
      draft.edit('vmagent-target/weir', (text) => targetText(text, targetOf('weir'), isOn));
    }
    draft.say(`The panel’s own metrics ${isWanted ? 'are sent' : 'are no longer sent'}`);
  });
}

function addJob(draft: Draft): void {
  const shipped = readItems(draft.facts.templates.get('vmagent-config') ?? '', JOBS);
  const job = shipped.filter(({ value }) => value.job_name === 'weir');
  draft.edit('vmagent-config', (text) => setItems(text, JOBS, [...readItems(text, JOBS), ...job]));
}
