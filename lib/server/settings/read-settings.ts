import 'server-only';
import type { Settings as SettingsView } from '@/lib/schemas/settings/settings';
import { parseEnv } from '../files/env/env-file';
import type { Call } from '../http/call';
import { singleton } from '../singleton';
import { readStackTexts } from '../stack/stack-texts';
import { lockedSections } from './sections/change-texts';
import { settingsView } from './sections/settings-view';

/** All settings and, as the ETag, the name of the state that they were read from. @throws AppError invalid-stack */
export async function readAllSettings({ headers }: Pick<Call, 'headers'>): Promise<SettingsView> {
  const { texts, revision } = await readStackTexts();
  // Every answer below would be a guess, and no change can be made before it is mended.
  parseEnv(texts.get('env') ?? '');
  headers.set('etag', `"${revision}"`);
  const { readChangeFacts } = await import('./sections/facts');
  const facts = await readChangeFacts();
  const view = settingsView(texts, facts);
  // Trying costs a while on a Pi, and the answer is the same until a file changes.
  const tried = singleton('locked-sections', () => new Map<string, SettingsView['locked']>());
  const locked = tried.get(revision) ?? lockedSections(view, texts, facts);
  tried.clear();
  tried.set(revision, locked);
  return { revision, ...view, locked: { ...locked, ...view.locked } };
}
