import 'server-only';
import type { Settings as SettingsView } from '@/lib/schemas/settings';
import type { Call } from '../http/call';
import { readChangeFacts } from './change-facts';
import { settingsView } from './settings-view';
import { readStackTexts } from './stack-texts';

/** All settings and, as the ETag, the name of the state that they were read from. @throws AppError invalid-stack */
export async function readAllSettings({ headers }: Pick<Call, 'headers'>): Promise<SettingsView> {
  const { texts, revision } = await readStackTexts();
  headers.set('etag', `"${revision}"`);
  return { revision, ...settingsView(texts, await readChangeFacts()) };
}
