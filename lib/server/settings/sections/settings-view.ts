import 'server-only';
import type { SettingsSection } from '@/lib/schemas/settings/sections';
import type { Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { withTemplates } from '../../stack/stack-texts';
import type { ChangeFacts } from './facts';
import { inOnePiece, type Look, readOr, type View } from './section';
import { sections } from './sections';

/**
 * All settings as the files have them, secrets masked. A file that cannot be read locks its sections and hides
 * nothing of the others.
 */
export function settingsView(current: Texts, facts: ChangeFacts): View {
  const texts = withTemplates(current, facts.templates);
  const locked: SettingsView['locked'] = {};
  const shown = sections.map(([name, section]) => {
    const read: Look['read'] = (reader, otherwise, part = name) =>
      readOr(reader, otherwise, (problem) => {
        locked[part] ??= inOnePiece(problem);
      });
    return [name, section.view({ texts, facts, read })];
  });
  const bySection = Object.fromEntries(shown) as Pick<SettingsView, SettingsSection>;
  return { ...bySection, ownJobs: [...facts.ownJobs], locked };
}
