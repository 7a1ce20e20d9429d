import 'server-only';
import type { TaskStarted } from '@/lib/schemas/task';
import { AppError, asAppError } from '../errors';
import { logger } from '../logger';
import { startTask, type TaskContext } from '../tasks/tasks';
import { type Archive, assertAsMade, makeArchive } from './archive';
import { type BackupState, changeBackupState, readBackupState } from './backup-state';
import { assertFolder, dropUnfinished, finish, prune, writeUnfinished } from './folder';
import { noteBackups } from './sight';

const steps = [
  { id: 'read', label: 'Read every setting' },
  { id: 'write', label: 'Lock it and write it into the folder' },
  { id: 'compare', label: 'Open what was written, and compare each file' },
  { id: 'keep', label: 'Remove what is too old' },
];

/** Makes a backup in the folder. @throws AppError bad-request without a recovery key; task-running */
export async function startBackup(): Promise<TaskStarted> {
  const { recipient } = await readBackupState();
  if (recipient === null)
    throw new AppError('bad-request', 'There is no recovery key yet.', { hint: 'Make one first.' });
  const spec = { kind: 'backup', title: 'Make a backup', service: null, steps } as const;
  return { taskId: startTask({ ...spec, steps: [...steps] }, (ctx) => noted(() => make(ctx, recipient))).id };
}

async function make(ctx: TaskContext, recipient: string): Promise<string> {
  const archive = await ctx.step('read', async (report) => {
    await assertFolder();
    const made = await makeArchive({ recipient });
    report.detail(`${made.manifest.files.length} files.`);
    return made;
  });
  try {
    const written = await ctx.step('write', async (report) => {
      report.detail(archive.fileName);
      return writeUnfinished(archive);
    });
    await ctx.step('compare', async (report) => {
      await assertAsMade(archive, written);
      await finish(archive);
      report.detail('Each is as it was read.');
    });
  } finally {
    await dropUnfinished();
  }
  const { schedule } = await changeBackupState({ newestAtMs: archive.manifest.madeAtMs, failure: null });
  const kept = await ctx.step('keep', async (report) => {
    const words = await pruneWords(archive.fileName, schedule.keep);
    report.detail(words.detail);
    return words.outcome;
  });
  return [...outcomeOf(archive), ...kept].join(' ');
}

/** The new one is good, whether older ones go or not. */
async function pruneWords(fileName: string, keep: number): Promise<{ detail: string; outcome: string[] }> {
  try {
    const removed = await prune(fileName, keep);
    return { detail: removed === 0 ? 'None is.' : `${removed} removed.`, outcome: [] };
  } catch (error) {
    const { message } = asAppError(error);
    logger().warn({ err: error }, 'old backups could not be removed');
    return { detail: message, outcome: [`Older ones are still there: ${message}`] };
  }
}

const outcomeOf = ({ fileName, manifest: { files, leftOut } }: Archive) => [
  `${fileName} is written, and each of its ${files.length} files is as it was read.`,
  ...(leftOut.length > 0 ? [`Not in it: ${leftOut.map(({ path }) => path).join(', ')}.`] : []),
];

/** What became of it is kept, so that it is found after a restart too. */
async function noted(run: () => Promise<string>): Promise<string> {
  const triedAtMs = Date.now();
  let failure: BackupState['failure'] = null;
  try {
    return await run();
  } catch (error) {
    const { message, hint = null } = asAppError(error);
    failure = { atMs: triedAtMs, message, hint };
    throw error;
  } finally {
    await changeBackupState({ triedAtMs, failure }).then(noteBackups, (error: unknown) => {
      logger().warn({ err: error }, 'what became of a backup could not be saved');
    });
  }
}
