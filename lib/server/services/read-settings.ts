import 'server-only';
import type { SettingsChange, Settings as SettingsView } from '@/lib/schemas/settings';
import type { Edit } from '../apply/texts';
import type { Call } from '../http/call';
import { readChangeFacts } from './change-facts';
import { changeTexts } from './change-files';
import { settingsView } from './settings-view';
import { readStackTexts } from './stack-texts';

/** All settings and, as the ETag, the name of the state that they were read from. @throws AppError invalid-stack */
export async function readAllSettings({ headers }: Pick<Call, 'headers'>): Promise<SettingsView> {
  const { texts, revision } = await readStackTexts();
  headers.set('etag', `"${revision}"`);
  return { revision, ...settingsView(texts, await readChangeFacts()) };
}

/**
 * A change as an edit of the files, for planning and applying it.
 * @param host name under which the asker reaches the panel, which must go on working; null for a script
 */
export async function settingsEdit(change: SettingsChange, host: string | null): Promise<Edit> {
  const facts = await readChangeFacts(host);
  return (current) => changeTexts(change, current, facts);
}
