import 'server-only';
import type { BufferChoice, ChangePreview } from '@/lib/schemas/settings/settings';
import { type ComposeModel, serviceOf } from '../../compose/reader/spec';
import { commandOf } from '../../docker/command';
import { AppError } from '../../errors';
import { parseEnv, setEnv } from '../../files/env/env-file';
import { readProgress } from '../../setup/answers/setup-answers';
import type { StepReport } from '../../tasks/tasks';
import { readMetrics } from '../../vmagent/client';
import { until } from '../../wait';
import type { Texts } from '../records/texts';
import { pushSample } from './delivery';

const KEEP_VARIABLE = 'REMOTE_WRITE_KEEP_QUEUES';
const URL_FLAG = '-remoteWrite.url=';
/** Between two looks at a buffer that is not empty. */
const PAUSE_MS = 1500;
const POLL_MS = 500;
/** So long may the buffer stay as full as it is before delivering first is given up. */
const STUCK_MS = 10 * 60_000;

/**
 * What must be asked before vmagent gets this address: it deletes what waits for another one when it starts. Null
 * when nothing waits, when the address stays, or when nothing was ever delivered (a mistyped first address).
 * @param tries how often the buffer is looked at; one that works holds a block now and then, but not for long
 * @throws AppError the engine's
 */
export async function bufferQuestion(model: ComposeModel, tries: number): Promise<ChangePreview['question']> {
  const running = await commandOf('vmagent');
  const [from, to] = [urlIn(running?.args), urlIn(serviceOf(model, 'vmagent').command)];
  if (!running || from === null || to === null || sameQueue(from, to)) return null;
  const { attemptedAtMs, deliveredAtMs } = await readProgress();
  if (attemptedAtMs !== null && deliveredAtMs === null) return null;
  const bytes = running.isRunning ? await waitingBytes(tries) : null;
  if (bytes === 0) return null;
  // A vmagent that is stopped neither delivers nor says how much it holds.
  if (bytes === null) return { waitingBytes: 0, choices: ['keep', 'drop'] };
  return { waitingBytes: bytes, choices: ['deliver', 'keep', 'drop'] };
}

function urlIn(args: readonly string[] | null | undefined): string | null {
  return args?.find((arg) => arg.startsWith(URL_FLAG))?.slice(URL_FLAG.length) ?? null;
}

/**
 * The files with the answer in them. A queue that is kept, or that was emptied first, also comes back whole when
 * the change fails and the earlier address returns.
 */
export function withBufferChoice(texts: Texts, choice: BufferChoice | undefined): Texts {
  const envText = texts.get('env') ?? null;
  if (choice === undefined || envText === null) return texts;
  const isKept = parseEnv(envText)[KEEP_VARIABLE] === 'true';
  if (choice === 'drop' && !isKept) return texts;
  const changed = setEnv(envText, { [KEEP_VARIABLE]: choice === 'drop' ? 'false' : 'true' });
  return new Map([...texts, ['env', changed]]);
}

export function bufferWords(question: ChangePreview['question'], choice: BufferChoice | undefined): string[] {
  if (question === null || choice === undefined) return [];
  const amount = question.waitingBytes > 0 ? bytesInWords(question.waitingBytes) : 'What';
  switch (choice) {
    case 'deliver':
      return [`First ${amount} that wait are delivered to the earlier address; then the address changes.`];
    case 'keep':
      return [
        `${amount} that wait for the earlier address stay on the disk and are delivered when it is set again.`,
      ];
    case 'drop':
      return [`${amount} that wait for the earlier address are thrown away.`];
  }
}

/**
 * Waits until nothing waits any more. A block that is being sent does not count as waiting; since there is one sender,
 * it has arrived when two more were taken after the buffer was seen empty. For that vmagent is given samples of its own.
 * @throws AppError verify-failed when the buffer does not get emptier
 */
export async function deliverFirst(texts: Texts, report: StepReport, signal: AbortSignal): Promise<void> {
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  let takenWhenEmpty = Number.POSITIVE_INFINITY;
  let movedMs = 0;
  const isDelivered = async (waitedMs: number) => {
    const metrics = await readMetrics().catch(() => null);
    const waiting = metrics?.pendingBytes ?? null;
    if (waiting === 0) {
      const taken = metrics?.delivered ?? 0;
      // A vmagent that was started again counts from zero.
      takenWhenEmpty = Math.min(takenWhenEmpty, taken);
      if (taken >= takenWhenEmpty + 2) return true;
      await pushSample(texts);
    } else if (waiting !== null) {
      most = Math.max(most, waiting);
      report.progress(most - waiting, most, 'bytes');
      report.detail(`${bytesInWords(waiting)} still wait for the earlier address.`);
      if (waiting < least) {
        least = waiting;
        movedMs = waitedMs;
      }
    }
    if (waitedMs - movedMs < STUCK_MS) return false;
    throw new AppError('verify-failed', 'The buffer has not shrunk for ten minutes. Nothing was changed.', {
      hint: 'The earlier address takes nothing. Keep the old queue on the disk, or drop it, and apply again.',
    });
  };
  await until(isDelivered, { everyMs: POLL_MS, signal });
}

/** Least that was seen to wait within a few seconds; null when vmagent cannot be asked. */
async function waitingBytes(tries: number): Promise<number | null> {
  let least: number | null = null;
  const isEmpty = async () => {
    const bytes = (await readMetrics().catch(() => null))?.pendingBytes ?? null;
    if (bytes !== null) least = Math.min(least ?? bytes, bytes);
    return least === 0;
  };
  await until(isEmpty, { everyMs: PAUSE_MS, atMostMs: (tries - 1) * PAUSE_MS });
  return least;
}

/** vmagent names a queue after the address without query and fragment. */
function sameQueue(one: string, other: string): boolean {
  const bare = (text: string) => text.split(/[?#]/)[0];
  return bare(one) === bare(other);
}

function bytesInWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
