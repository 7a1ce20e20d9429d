import 'server-only';
import type { ChangePreview, ChangeStarted, SettingsInput } from '@/lib/schemas/settings/settings';
import type { Edit } from '../change/records/texts';
import type { Call } from '../http/call';
import { authorOf, ifMatchOf } from '../http/change-call';
import { changeTexts } from './sections/change-texts';

// The transaction is more than half of the code behind the settings, and who only reads them needs none of it: it is
// loaded with the first change.
const preview = () => import('../change/preview');
const transaction = () => import('../change/apply');
const affected = () => import('./affected');
const facts = () => import('./sections/facts');

/** What a change would do, now. Changes nothing. @throws AppError invalid-stack when a file cannot be read */
export async function previewSettings({ body, request }: Call<SettingsInput>): Promise<ChangePreview> {
  const { previewApply } = await preview();
  return previewApply(await settingsEdit(body, request), { waiting: body.waiting });
}

/** Makes a change of any sections as one transaction. @throws as `startApply` */
export async function applySettings({ body, request }: Call<SettingsInput>): Promise<ChangeStarted> {
  const { startApply } = await transaction();
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
  const known = await (await facts()).readChangeFacts(host ?? null);
  return async (current) => {
    const edited = changeTexts(change, current, known);
    if (change.aggregation === undefined || edited.problems.length > 0) return edited;
    const { usesInForce, withAffected } = await affected();
    return withAffected(edited, current, await usesInForce());
  };
}
