import 'server-only';
import type { ChangePlan, ChangeStarted } from '@/lib/schemas/settings';
import type { SettingsInput } from '@/lib/schemas/settings-input';
import type { Edit } from '../apply/texts';
import type { Call } from '../http/call';
import { startApply } from './apply';
import { planApply } from './apply-plan';
import { authorOf, ifMatchOf } from './change-call';
import { readChangeFacts } from './change-facts';
import { changeTexts } from './change-files';

/** What a change would do, now. Changes nothing. @throws AppError invalid-stack when a file cannot be read */
export async function planSettings({ body, request }: Call<SettingsInput>): Promise<ChangePlan> {
  return planApply(await settingsEdit(body, request), { waiting: body.waiting });
}

/** Makes a change of any sections as one transaction. @throws as `startApply` */
export async function applySettings({ body, request }: Call<SettingsInput>): Promise<ChangeStarted> {
  return startApply({
    who: authorOf(request),
    reason: body.reason || null,
    ifMatch: ifMatchOf(request),
    edit: await settingsEdit(body, request),
    waiting: body.waiting,
  });
}

async function settingsEdit(change: SettingsInput, request: Request): Promise<Edit> {
  const host = URL.parse(`http://${request.headers.get('host') ?? ''}`)?.hostname;
  const facts = await readChangeFacts(host ?? null);
  return (current) => changeTexts(change, current, facts);
}
