import 'server-only';
import { newIssues } from '@/lib/schemas/settings/new-issues';
import type { SettingsInput, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Edited, Texts } from '../../change/records/texts';
import { createDraft } from './draft';
import type { ChangeFacts } from './facts';
import { inOnePiece, type View } from './section';
import { sections } from './sections';
import { settingsView } from './settings-view';

/**
 * The files with a change worked into them: the fewest bytes differ, and a change to what is already so differs in
 * none. Pure. What cannot work or cannot be written is among the problems; the texts are then for looking at only.
 */
export function changeTexts(change: SettingsInput, current: Texts, facts: ChangeFacts): Edited {
  const draft = createDraft(current, facts);
  for (const { field, message } of newIssues(change, () => settingsView(current, facts))) {
    draft.object(field, message, '');
  }
  for (const [name, section] of sections) {
    const wanted = change[name];
    if (wanted !== undefined) draft.section(name, () => section.change(draft, wanted));
  }
  return draft.result();
}

/**
 * What an edit by hand keeps the forms from changing, found out by trying. A section that has a part for each job is
 * locked when none of them can be changed; else the preview of a change says which cannot.
 */
export function lockedSections(view: View, texts: Texts, facts: ChangeFacts): SettingsView['locked'] {
  const locked: SettingsView['locked'] = {};
  for (const [name, { tries }] of sections) {
    for (const { part, changes } of tries?.(view) ?? []) {
      const obstacles = changes.map(({ field, wanted }) =>
        changeTexts({ [name]: wanted }, texts, facts).problems.find((problem) => problem.field === field),
      );
      const [first] = obstacles;
      if (first && obstacles.every(Boolean)) locked[part] = inOnePiece(first);
    }
  }
  return locked;
}
