import { z } from 'zod';
import { fileDiffSchema } from './file-diff';
import { bufferChoices } from './plain';
import { serviceNameSchema } from './snapshot';
import { line } from './text/line';

export const revisionSchema = z.object({
  /** 1, 2, 3 …; never used again. */
  id: z.number().int().min(1),
  atMs: z.number().int(),
  /** `hand`: an edit of the files outside the panel. */
  who: z.enum(['owner', 'token', 'hand', 'panel']),
  /** What was done, e.g. "Scrape interval of yace: 300 s → 60 s". */
  title: z.string(),
  /** Why, in the owner's words. */
  reason: z.string().nullable(),
  /** Paths that it changed. */
  files: z.array(z.string()),
  /** The files are as this revision left them. */
  isCurrent: z.boolean(),
});
export type Revision = z.infer<typeof revisionSchema>;

/** `GET /api/revisions`: newest first. */
export const revisionsSchema = z.object({ revisions: z.array(revisionSchema) });
export type Revisions = z.infer<typeof revisionsSchema>;
/** `GET /api/revisions/[id]` */
export const revisionDetailSchema = revisionSchema.extend({
  /** Against the revision before it. */
  changes: z.array(fileDiffSchema),
});
export type RevisionDetail = z.infer<typeof revisionDetailSchema>;
export const revisionParamsSchema = z.object({ id: z.coerce.number().int().min(1) });

/** `POST /api/revisions/[id]/restore` */
export const restoreInputSchema = z.strictObject({
  reason: line(200).optional(),
  /** Answer to the preview’s question on a buffer that is not empty. */
  waiting: z.enum(bufferChoices).optional(),
});
/** `POST /api/changes/adopt` and `…/revert`: an edit may have changed the address, too. */
export const settleInputSchema = restoreInputSchema.pick({ waiting: true });

/** `GET /api/changes`: where files, revisions and containers disagree. All empty: they agree, and all was compared. */
export const changesSchema = z.object({
  revision: z.string(),
  /** Files that were changed outside the panel since the last revision. */
  handEdits: z.array(fileDiffSchema),
  /** Services that are not as the files say: they run something older, have no container, or one though they are off. */
  drift: z.array(z.object({ service: serviceNameSchema, words: z.string() })),
  /** Why some of it, or all, cannot be compared now; full sentences. */
  unseen: z.array(z.string()),
  /** An apply was cut short and is put right as soon as the engine answers. */
  unsettled: z.string().nullable(),
});
export type Changes = z.infer<typeof changesSchema>;
