import 'server-only';
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
