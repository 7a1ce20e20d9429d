import { z } from 'zod';
import { sourceIds } from '../pipeline/components';
import { sourcesOfSchema } from './sources-of';

/** Ok: gives data; warn: works, and finds nothing or not all; wrong: gives nothing; unknown: it could not be tried. */
export const answerStates = ['ok', 'warn', 'wrong', 'unknown'] as const;

/** What a cloud says of one service in one place, asked with what a form holds. */
export const answerRowSchema = z.object({
  service: z.string(),
  place: z.string(),
  state: z.enum(answerStates),
  message: z.string(),
  /** The one thing to do; null: nothing. */
  fix: z.string().nullable(),
  /** Resources that give series; null: not known. */
  found: z.number().int().nullable(),
  /** Resources that are there and are not found; null: none, or not known. */
  unseen: z
    .object({
      /** Ten at most. */
      names: z.array(z.string()),
      count: z.number().int(),
      /** For a shell: makes those that are named be found. */
      command: z.string(),
    })
    .nullable(),
});
export type AnswerRow = z.infer<typeof answerRowSchema>;

export const sourceAnswerSchema = z.object({
  /** Whose key it is; null: nobody said. */
  identity: z
    .object({
      account: z.string(),
      /** The user or role. */
      who: z.string(),
    })
    .nullable(),
  /** Why nothing works at all; null: it does, or the rows say it. */
  problem: z
    .object({ state: z.enum(['wrong', 'unknown']), message: z.string(), fix: z.string().nullable() })
    .nullable(),
  /** Things to know beforehand, e.g. a label that every series will have. */
  notes: z.array(z.string()),
  rows: z.array(answerRowSchema),
  durationMs: z.number().int(),
  /** How far this machine's clock is ahead of the cloud's; left out: not known. */
  clockAheadSeconds: z.number().int().optional(),
});
export type SourceAnswer = z.infer<typeof sourceAnswerSchema>;

/** `POST /api/wizard/sources/ask`: what each cloud says that is on; a cloud that is not asked is left out. */
export const sourceAnswersSchema = z.partialRecord(z.enum(sourceIds), sourceAnswerSchema);
export type SourceAnswers = z.infer<typeof sourceAnswersSchema>;

/** Names one asking of a form, so that another call can ask how far it is. */
const askId = z.string().regex(/^[\d-]{4,64}$/);

/** `GET /api/wizard/sources/ask?id=…`: how many questions were sent to clouds, and to how many there was an answer. */
export const askProgressQuerySchema = z.object({ id: askId });
export const askProgressSchema = z.object({ asked: z.number().int(), answered: z.number().int() });
export type AskProgress = z.infer<typeof askProgressSchema>;

/** @property id left out: nobody asks how far it is */
export const askQuerySchema = sourcesOfSchema.extend({ id: askId.optional() });
export type AskQuery = z.infer<typeof askQuerySchema>;
