import { z } from 'zod';
import { line, secretLine } from '../text/line';
import { secretInfoSchema } from '../wizard';

/** Left out: the one that is set. */
const token = secretLine(4096).optional();

/** The section of the settings: with a token for reading the destination is asked what it has. */
export const proofSection = {
  change: z.strictObject({
    isOn: z.boolean(),
    /** Empty: the one for writing. */
    username: line(256).default(''),
    token,
  }),
  input: z.strictObject({ isOn: z.boolean(), username: line(1024).default(''), token }),
  view: z.object({
    isOn: z.boolean(),
    username: z.string(),
    secret: secretInfoSchema,
    /** Where the destination is asked; null: it cannot be, or it is the store on this Pi, which needs no token. */
    address: z.string().nullable(),
  }),
};

/** `POST /api/proof/test`: what the destination says with this token. */
export const proofTrySchema = z.object({ username: line(256).default(''), token });
export type ProofTry = z.infer<typeof proofTrySchema>;

export const proofResultSchema = z.discriminatedUnion('state', [
  /** It has something of this Pi, the newest so old. */
  z.object({ state: z.literal('shown'), ageSeconds: z.number().int() }),
  /** It answers, and has nothing of this Pi of the last hour. */
  z.object({ state: z.literal('nothing'), cluster: z.string() }),
  z.object({ state: z.literal('refused'), message: z.string(), hint: z.string() }),
]);
export type ProofResult = z.infer<typeof proofResultSchema>;
