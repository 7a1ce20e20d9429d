import 'server-only';
import { z } from 'zod';
import { effectSchema } from '@/lib/schemas/settings/settings';
import { serviceNameSchema } from '@/lib/schemas/snapshot';
import type { WritableStackFileId } from '../../files/stack-files';
import { readState, removeState, writeState } from '../../files/state/state-store';
import { writableFileIds } from './texts';

const NAME = 'apply';

const fileId = z.enum(writableFileIds as [WritableStackFileId, ...WritableStackFileId[]]);
const journalSchema = z.object({
  atMs: z.number(),
  title: z.string(),
  /** Number that the change gets in the history when it is verified. */
  revisionId: z.number(),
  /** State of all files after the change. */
  revision: z.string(),
  /** What it changes, with all that is needed to put it back. */
  files: z.array(z.object({ id: fileId, before: z.string().nullable(), after: z.string().nullable() })),
  /** Of the panel's own states, the texts that it makes others; known when they are written. */
  states: z
    .array(z.object({ name: z.string(), before: z.string().nullable(), after: z.string() }))
    .default([]),
  /** The files that the services are brought to: those of `files`, or of an edit by hand that is taken over. */
  touched: z.array(fileId),
  effects: z.array(effectSchema),
  /** Services that it touches and that did not run before. */
  wereStopped: z.array(serviceNameSchema),
  /** Services that the files had on before and that had no container. */
  wereAbsent: z.array(serviceNameSchema).default([]),
  /** An edit by hand that is taken over: its files are as somebody left them and stay. */
  isAdopted: z.boolean().default(false),
  /** What the wizard was told: its answers have served when the change counts. */
  isLaunch: z.boolean().default(false),
});
/** A change that has begun. Holds secrets; readable by the panel's user only, and gone when the change has ended. */
export type Journal = z.infer<typeof journalSchema>;

/** The change that has begun and has not ended, or null. @throws AppError invalid-stack when it is damaged */
export function readJournal(): Promise<Journal | null> {
  return readState(NAME, journalSchema);
}

/** On the disk, synced, before the first byte of a file changes. @throws AppError disk-full */
export function writeJournal(journal: Journal): Promise<void> {
  return writeState(NAME, journal);
}

export function removeJournal(): Promise<void> {
  return removeState(NAME);
}
