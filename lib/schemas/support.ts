import { z } from 'zod';
import type { AccountKind } from '../pipeline/records';
import { accounts } from '../pipeline/records';

/** What is no secret and still says who somebody is. */
export type PersonalKind = 'ip-address' | 'host-name' | 'email-address' | 'user-name' | AccountKind;
export const personalKinds: readonly PersonalKind[] = [
  'ip-address',
  'host-name',
  'email-address',
  ...accounts.map(({ kind }) => kind),
  'user-name',
];

/** `POST /api/support`: makes a bundle. */
export const supportInputSchema = z.strictObject({
  /** What is replaced by a number, the same one wherever it stands. */
  hide: z.array(z.enum(personalKinds)).max(personalKinds.length).default([]),
});
export type SupportInput = z.infer<typeof supportInputSchema>;

const bundleId = z.string().regex(/^[a-f0-9]{24}$/);

export const supportFileSchema = z.object({
  name: z.string(),
  /** What it is. */
  about: z.string(),
  bytes: z.number().int(),
  /** Why there is nothing in it; null: there is. */
  missing: z.string().nullable(),
});
export type SupportFile = z.infer<typeof supportFileSchema>;

export const supportBundleSchema = z.object({
  id: bundleId,
  madeAtMs: z.number().int(),
  /** Until then it can be downloaded. */
  untilMs: z.number().int(),
  /** Of the archive. */
  fileName: z.string(),
  bytes: z.number().int(),
  files: z.array(supportFileSchema),
  /** What was masked, and in how many places. */
  masked: z.array(z.object({ label: z.string(), places: z.number().int() })),
  /** What is left of personal things, or was hidden; the values that come most often first. */
  personal: z.array(
    z.object({
      kind: z.enum(personalKinds),
      isHidden: z.boolean(),
      count: z.number().int(),
      /** Never of what was hidden. */
      values: z.array(z.string()),
    }),
  ),
});
export type SupportBundle = z.infer<typeof supportBundleSchema>;

/** `GET /api/support` */
export const supportStateSchema = z.object({
  /** A bundle is being made; null: none is. */
  making: z.object({ done: z.number().int(), total: z.number().int(), label: z.string() }).nullable(),
  /** Why the last one could not be made. */
  failure: z.string().nullable(),
  bundle: supportBundleSchema.nullable(),
});
export type SupportState = z.infer<typeof supportStateSchema>;

export const supportParamsSchema = z.object({ id: bundleId });
export const supportFileParamsSchema = z.object({
  id: bundleId,
  index: z.coerce.number().int().min(0).max(99),
});
