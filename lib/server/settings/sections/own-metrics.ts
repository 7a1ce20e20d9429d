import 'server-only';
import { targetOf } from '@/lib/pipeline/services';
import { readItems, setItems } from '../../files/yaml/items';
import { hasOwnMetrics, jobTimings, noJob } from '../../stack/scrape-jobs';
import { targetText } from '../../stack/target-text';
import type { Draft } from './draft';

const JOBS = ['scrape_configs'];

/** Lets vmagent scrape the panel, or no longer. Files from before there was such a job get the one that ships. */
export function changeOwnMetrics(draft: Draft, isWanted: boolean): void {
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
