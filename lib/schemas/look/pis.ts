import { z } from 'zod';

/**
 * How a Pi is, by what the destination has of it. `not-reporting`: its samples come, and its panel’s own metrics do not.
 * `unknown`: its panel does not know it itself, or it may have been left out of an answer.
 */
export const piStates = ['losing', 'silent', 'waiting', 'unknown', 'not-reporting', 'arriving'] as const;
export type PiState = (typeof piStates)[number];

/**
 * What the state is known by. `drops`: vmagent’s own counters. `late`: the newest sample is old. `catching-up`: it is
 * old, and newer than at the look before.
 */
export const piReasons = ['verdict', 'drops', 'late', 'catching-up'] as const;
export type PiReason = (typeof piReasons)[number];

const count = z.number().int();

/** Texts are made of labels: cleaned and bounded, and still untrusted. What nobody knows is null. */
export const piRowSchema = z.object({
  /** The value of its label `cluster`. */
  name: z.string(),
  isThisPi: z.boolean(),
  state: z.enum(piStates),
  /** Null: the state says it all. */
  reason: z.enum(piReasons).nullable(),
  /** Epoch milliseconds, by that Pi’s own clock. */
  newestAtMs: count,
  /** Active series: what its scrape jobs keep now. */
  series: count.nullable(),
  /** Open ones by severity, as its panel counts them. */
  findings: z.object({ losing: count, waiting: count, warning: count, info: count }).nullable(),
  version: z.string().nullable(),
  /** Than the newest that any Pi runs. */
  isOlder: z.boolean(),
  /** The shortest interval at which it reads a source. */
  intervalSeconds: z.number().nullable(),
  /** Than that of this Pi. */
  isOtherInterval: z.boolean(),
  /** `http://attic.local:8430`: where its panel says that it is; null for this Pi. */
  address: z.string().nullable(),
  /** Two Pis seem to send under this one name. */
  isTwofold: z.boolean(),
  /** Those that its owner gave it, beside `cluster`. */
  labels: z.record(z.string(), z.string()),
});
export type PiRow = z.infer<typeof piRowSchema>;

/**
 * `GET /api/pis`: what the destination has of every Pi that writes there. `where` is its name on screen; null: it is the
 * store on this Pi.
 */
export const pisSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    where: z.string().nullable(),
    readAtMs: count,
    /** The name of this Pi; without it no row is this one. */
    isNameKnown: z.boolean(),
    /** Worst first. */
    pis: z.array(piRowSchema),
    /** There are more than are shown. */
    hasMore: z.boolean(),
    /** Series that the plan includes, for all Pis together; null: no limit is known. */
    includedSeries: z.number().nullable(),
  }),
  /** It cannot be asked now: a sentence, and what to do. */
  z.object({
    state: z.literal('silent'),
    where: z.string().nullable(),
    message: z.string(),
    hint: z.string(),
  }),
  /** It lies outside, and no token for reading is set for it. */
  z.object({ state: z.literal('no-token'), where: z.string() }),
  /** Where it is read cannot be told from the address that is written to. */
  z.object({ state: z.literal('unreadable'), where: z.string() }),
]);
export type PisView = z.infer<typeof pisSchema>;
export type PisRead = Extract<PisView, { state: 'read' }>;
