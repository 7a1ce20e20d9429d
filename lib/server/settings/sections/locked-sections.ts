import 'server-only';
import type { Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { changeTexts } from './change-texts';
import type { ChangeFacts } from './facts';
import { inOnePiece, type View } from './section';
import { sections } from './sections';

/**
 * What an edit by hand keeps the forms from changing, found out by trying. A section that has a part for each job is
 * locked when none of them can be changed; else the preview of a change says which cannot.
 */
export function lockedSections(view: View, texts: Texts, facts: ChangeFacts): SettingsView['locked'] {
  const locked: SettingsView['locked'] = {};
  for (const [name, { tries }] of sections) {
    if (!tries) continue;
    const { part, changes } = tries(view);
    const obstacles = changes.map(({ field, wanted }) =>
      changeTexts({ [name]: wanted }, texts, facts).problems.find((problem) => problem.field === field),
    );
    const [first] = obstacles;
    if (first && obstacles.every(Boolean)) locked[part] = inOnePiece(first);
  }
  return locked;
}
