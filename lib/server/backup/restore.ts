import 'server-only';
import type {
  LockedBackup,
  OpenedBackup,
  OpenInput,
  RestoreAs,
  RestoreBackupInput,
} from '@/lib/schemas/backup/restore';
import type { ChangePreview, ChangeStarted } from '@/lib/schemas/settings/settings';
import { startApply } from '../change/apply';
import { previewApply } from '../change/preview';
import type { Edit } from '../change/records/texts';
import { env } from '../env';
import type { Call } from '../http/call';
import { authorOf, ifMatchOf } from '../http/change-call';
import { forgetBackup, openBackup, openedBackup, receiveBackup } from './restore-holder';
import { restoredFiles } from './restored-files';
import { restoredStates, tellRestored } from './restored-states';

type Id = { id: string };

/** @throws AppError bad-request: it is no backup */
export const receive = ({ upload = new Uint8Array() }: Call): LockedBackup => receiveBackup(upload);

/** @throws AppError not-found, bad-request */
export const open = ({ params, body }: Call<OpenInput, unknown, Id>): Promise<OpenedBackup> =>
  openBackup(params.id, body);

/** What restoring it would do now. Changes nothing. @throws AppError not-found, invalid-stack */
export async function previewRestore({
  params,
  query,
}: Call<unknown, RestoreAs, Id>): Promise<ChangePreview> {
  const { files } = openedBackup(params.id);
  const { words } = await restoredStates(files);
  const edit = editOf(params.id, query.cluster);
  return previewApply(async (current) => {
    const edited = await edit(current);
    return { ...edited, notes: [...(edited.notes ?? []), ...words] };
  });
}

/** Brings files, services and the panel's own state to the backup, as one change. @throws as `startApply`, not-found */
export async function restoreBackup({
  params,
  body,
  request,
}: Call<RestoreBackupInput, unknown, Id>): Promise<ChangeStarted> {
  const states = await restoredStates(openedBackup(params.id).files);
  const started = await startApply({
    who: authorOf(request),
    reason: null,
    waiting: body.waiting,
    ifMatch: ifMatchOf(request),
    edit: editOf(params.id, body.cluster),
    states: states.texts,
    onStates: () => tellRestored(states),
  });
  forgetBackup();
  return started;
}

function editOf(id: string, cluster: string): Edit {
  const { manifest, files } = openedBackup(id);
  const { timeZone } = env();
  return (current) => restoredFiles(manifest, files, { cluster, current, timeZone });
}
