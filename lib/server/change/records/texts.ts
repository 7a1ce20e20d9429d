import 'server-only';
import { createHash } from 'node:crypto';
import { targetJobs } from '@/lib/pipeline/components';
import { ownFileIds } from '@/lib/pipeline/records';
import type { Revision } from '@/lib/schemas/revision';
import type { BufferChoice, ChangePreview } from '@/lib/schemas/settings/settings';
import type { WritableStackFileId } from '../../files/stack-files';

/** The stack's files as the panel may write them; null: there is no such file. */
export type Texts = ReadonlyMap<WritableStackFileId, string | null>;

export type ChangeProblem = ChangePreview['problems'][number];

/** What a change makes of the files. A file that is not in `texts` stays as it is. */
export interface Edited {
  texts: Texts;
  /** For the history and the task, e.g. "Scrape interval of yace: 300 s → 60 s". */
  title: string;
  /** With any of these the change is shown but not applied. */
  problems: ChangeProblem[];
  /** Sentences that the preview says besides what happens to the services. */
  notes?: string[];
}

/** A change: a function of the present files, so that it can be made again on a newer state. Touches nothing. */
export type Edit = (current: Texts) => Edited | Promise<Edited>;

export interface ApplyRequest {
  who: Revision['who'];
  /** Why, in the owner's words. */
  reason: string | null;
  /** The state of the files that the reader saw (`filesRevision`), or `*` for any. */
  ifMatch: string;
  edit: Edit;
  /** What becomes of samples that wait for an address that is given up. */
  waiting?: BufferChoice | undefined;
  /** The panel's own states that become others together with the files: texts by the names of the states. */
  states?: ReadonlyMap<string, string>;
  /** Called when the change counts, for what works with these states. Never rejects. */
  onStates?: () => Promise<void>;
}

/** Every file of the fixed set that the panel may write, in a fixed order. */
export const writableFileIds: readonly WritableStackFileId[] = [
  'env',
  'vmagent-config',
  ...targetJobs.map((job) => `vmagent-target/${job}` as const),
  ...ownFileIds,
];

/** The files that differ, in the fixed order. */
export function changedFileIds(before: Texts, after: Texts): WritableStackFileId[] {
  return writableFileIds.filter((id) => (before.get(id) ?? null) !== (after.get(id) ?? null));
}

const DIGITS = 16;

/**
 * Names the state of all files of the stack: the first 16 hex digits of SHA-256 over each file's name, length and
 * bytes. Equal names mean equal files.
 * @param compose text of docker-compose.yml, which counts too: a change to it changes what an edit would do
 */
export function filesRevision(texts: Texts, compose: string | null): string {
  const hash = createHash('sha256');
  const add = (id: string, text: string | null) => {
    const bytes = text === null ? null : Buffer.from(text);
    hash.update(`${id}\0${bytes === null ? 'none' : bytes.length}\0`);
    if (bytes !== null) hash.update(bytes);
  };
  add('compose', compose);
  for (const id of writableFileIds) add(id, texts.get(id) ?? null);
  return hash.digest('hex').slice(0, DIGITS);
}
