import 'server-only';
import type { z } from 'zod';
import type { Changes, settleInputSchema } from '@/lib/schemas/revision';
import type { ChangeStarted } from '@/lib/schemas/settings/settings';
import { AppError } from '../errors';
import { stackFile } from '../files/stack-files';
import type { Call } from '../http/call';
import { authorOf, ifMatchOf } from '../http/change-call';
import { singleton } from '../singleton';
import { readStackTexts, type StackTexts, sealStack } from '../stack/stack-texts';
import { startApply } from './apply';
import { readDrift } from './drift';
import { fileDiffs } from './records/file-diffs';
import { newestRevision, type RevisionRecord } from './records/revisions';
import { unseal } from './records/seal';
import { revisionKey } from './records/sealed-texts';
import { type ChangeProblem, type Texts, writableFileIds } from './records/texts';
import { restored } from './revisions';
import { withShipped } from './shipped';
import { unsettledReason } from './state';

type Settlement = z.infer<typeof settleInputSchema>;

/** Where files, history and containers disagree. */
export async function readChanges(): Promise<Changes> {
  const stack = await readStackTexts();
  const newest = await newestRevision();
  const isEdited = newest !== null && newest.revision !== stack.revision;
  const changes: Changes = {
    revision: stack.revision,
    handEdits: isEdited ? await editedFiles(newest, stack) : [],
    ...(await readDrift(stack.texts)),
    unsettled: unsettledReason(),
  };
  lastAnswer().changes = changes;
  return changes;
}

const lastAnswer = () => singleton('last-changes', () => ({ changes: null as Changes | null }));

/** What was answered last, for the first drawing of a page; null before the first answer. */
export function lastChanges(): Changes | null {
  return lastAnswer().changes;
}

/**
 * Takes an edit by hand over: the files stay byte for byte as they are, the services are brought to them, and the
 * history gets an entry. Services that run something older come along.
 * @throws as `startApply`
 */
export async function adoptEdits({ request, body }: Call<Settlement>): Promise<ChangeStarted> {
  const newest = await newestRevision();
  const stack = await readStackTexts();
  const paths = newest === null ? [] : (await editedFiles(newest, stack)).map(({ path }) => path);
  const title = paths.length > 0 ? `Edited by hand: ${paths.join(', ')}` : 'Services brought up to date';
  const adopted = newest === null ? stack.texts : await earlierTexts(newest, stack.texts);
  return startApply(
    {
      who: paths.length > 0 ? 'hand' : authorOf(request),
      reason: null,
      waiting: body.waiting,
      ifMatch: ifMatchOf(request),
      edit: (current) => ({ texts: current, title, problems: [] }),
    },
    { adopted },
  );
}

/** Undoes an edit by hand: files and services go back to the newest revision. @throws as `startApply`, not-found */
export async function revertEdits({ request, body }: Call<Settlement>): Promise<ChangeStarted> {
  const newest = await newestRevision();
  if (newest === null) throw new AppError('not-found', 'There is no revision to go back to yet.');
  const paths = (await editedFiles(newest, await readStackTexts())).map(({ path }) => path);
  const title = `Edit by hand undone: ${paths.join(', ')}`;
  const isComposeEdited = paths.includes(stackFile('compose').relative);
  return startApply({
    who: authorOf(request),
    reason: null,
    waiting: body.waiting,
    ifMatch: ifMatchOf(request),
    edit: async (current) => ({
      ...(await restored(newest, current, title)),
      problems: isComposeEdited ? [composeProblem] : [],
    }),
  });
}

const composeProblem: ChangeProblem = {
  message: 'docker-compose.yml was changed too, and the panel never writes that file.',
  hint: 'Bring it back yourself and undo the rest then, or apply your edit as it is.',
  field: null,
};

async function editedFiles(newest: RevisionRecord, stack: StackTexts) {
  return fileDiffs(await withShipped(newest.texts, stack), await sealStack(stack));
}

/** What the services were last brought to; secrets that have changed since are there as marks. */
async function earlierTexts(newest: RevisionRecord, current: Texts): Promise<Texts> {
  const key = await revisionKey();
  return new Map(
    writableFileIds.map((id) => {
      const sealed = newest.texts[id];
      if (sealed === undefined) return [id, null];
      return [id, unseal(key, id, sealed, current.get(id) ?? null, { marksOthers: true }).text];
    }),
  );
}
