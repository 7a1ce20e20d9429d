import 'server-only';
import { newIssues } from '@/lib/schemas/settings/new-issues';
import type { SettingsInput } from '@/lib/schemas/settings/settings-input';
import type { Edited, Texts } from '../../change/records/texts';
import type { ChangeFacts } from '../view/facts';
import { settingsView } from '../view/view';
import { changeDestination } from './destination';
import { createDraft } from './draft';
import { changeFilters } from './filters';
import { changeBuffer, changePanel, changePlan, changeRetention } from './limits';
import { changeLabels, changeScrape } from './scrape';
import { changeSources } from './sources';

/**
 * The files with a change worked into them: the fewest bytes differ, and a change to what is already so differs in
 * none. Pure. What cannot work or cannot be written is among the problems; the texts are then for looking at only.
 */
export function changeTexts(change: SettingsInput, current: Texts, facts: ChangeFacts): Edited {
  const draft = createDraft(current, facts);
  for (const { field, message } of newIssues(change, () => settingsView(current, facts))) {
    draft.object(field, message, '');
  }
  const { destination, sources, scrape, labels, filters, buffer, retention, plan, panel } = change;
  if (destination) draft.section('destination', () => changeDestination(draft, destination));
  if (sources) draft.section('sources', () => changeSources(draft, sources));
  if (scrape) draft.section('scrape', () => changeScrape(draft, scrape));
  if (labels) draft.section('labels', () => changeLabels(draft, labels));
  if (filters) draft.section('filters', () => changeFilters(draft, filters));
  if (buffer) draft.section('buffer', () => changeBuffer(draft, buffer));
  if (retention) draft.section('retention', () => changeRetention(draft, retention));
  if (plan) draft.section('plan', () => changePlan(draft, plan));
  if (panel) draft.section('panel', () => changePanel(draft, panel));
  return draft.result();
}
