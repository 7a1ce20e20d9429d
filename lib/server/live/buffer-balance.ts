import 'server-only';
import { z } from 'zod';
import { appendStateLog, readStateLog, replaceStateLog } from '../files/state/state-log';
import type { Balance } from '../sampler/steps/buffer-loss';

/** One line for each time that it was saved; the last one counts. */
const FILE = 'buffer.jsonl';

const balanceSchema = z.object({
  atMs: z.number(),
  startedAtMs: z.number(),
  queuePath: z.string().nullable(),
  pendingBytes: z.number(),
  queuedBytes: z.number(),
  readBytes: z.number().default(0),
  sentBytes: z.number(),
  sentBlocks: z.number(),
  overflowBytes: z.number(),
  rejectedBlocks: z.number(),
  isHeldUp: z.boolean(),
});

const lineOf = (balance: Balance) => Buffer.from(`${JSON.stringify(balance)}\n`);

/** What the panel before this one knew of the buffer; null: nothing, or nothing that can be read. Never rejects. */
export async function loadBalance(): Promise<Balance | null> {
  try {
    const lines = (await readStateLog(FILE))?.toString('utf8').trim().split('\n') ?? [];
    return balanceSchema.parse(JSON.parse(lines.at(-1) ?? ''));
  } catch {
    return null;
  }
}

/** @throws AppError disk-full */
export async function saveBalance(balance: Balance): Promise<void> {
  await replaceStateLog(FILE, lineOf(balance));
}

/** Before the process ends: returns when it is written. Never throws. */
export function saveLastBalance(balance: Balance | null): void {
  try {
    if (balance) appendStateLog(FILE, lineOf(balance));
  } catch {
    // What was saved before is a few minutes older.
  }
}
