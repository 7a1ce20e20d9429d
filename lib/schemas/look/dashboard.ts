import { z } from 'zod';
import { sourceIdSchema } from '../snapshot';

/** Hours back; `all`: as long as the store on this Pi keeps data. */
export const lookSpans = ['1', '6', '24', '168', '336', 'all'] as const;
export type LookSpan = (typeof lookSpans)[number];

/** What is shown where this is asked for; what is not offered is the longest that is. Null: none is. */
export const spanAmong = (offered: readonly LookSpan[], span: LookSpan): LookSpan | null =>
  offered.includes(span) ? span : (offered.at(-1) ?? null);

/** Whose data, where several Pis send to one destination. */
export const lookPis = ['this', 'all'] as const;
export type LookPis = (typeof lookPis)[number];

/** `GET /api/dashboards/[id]`: looked up in the fixed set of dashboards. */
export const dashboardParamsSchema = z.object({ id: z.string().min(1).max(40) });
export const dashboardQuerySchema = z.object({
  span: z.enum(lookSpans).default('6'),
  pis: z.enum(lookPis).default('this'),
});

const lineSchema = z.object({ name: z.string(), values: z.array(z.number().nullable()) });
const thresholdsSchema = z.object({
  /** `below`: the less, the worse. */
  side: z.enum(['above', 'below']),
  warning: z.number(),
  critical: z.number().optional(),
});
export type LookThresholds = z.infer<typeof thresholdsSchema>;

export const lookUnits = [
  'bytes',
  'bytes-per-second',
  'celsius',
  'cores',
  'count',
  'milliseconds',
  'moment',
  'number',
  'per-second',
  'percent',
  'seconds',
  'share',
] as const;
export type LookUnit = (typeof lookUnits)[number];

const panelShape = {
  id: z.string(),
  question: z.string(),
  unit: z.enum(lookUnits),
  thresholds: thresholdsSchema.nullable(),
  note: z.string().nullable(),
  /** How the ids of the findings begin that answer the question. */
  findings: z.array(z.string()),
  /** Why nothing may stand here although all is well. */
  emptyWhen: z.string().nullable(),
  /** Why it could not be read; then nothing stands in it. */
  problem: z.string().nullable(),
  /** Lines, values or rows that are not shown. */
  more: z.number().int(),
};

/** Names in it are made of labels, untrusted. */
export const lookPanelSchema = z.discriminatedUnion('kind', [
  z.object({ ...panelShape, kind: z.literal('timeseries'), lines: z.array(lineSchema) }),
  z.object({
    ...panelShape,
    kind: z.literal('state'),
    lines: z.array(lineSchema),
    states: z.array(
      z.object({ value: z.number(), words: z.string(), level: z.enum(['good', 'warning', 'critical']) }),
    ),
  }),
  /** The newest values. */
  z.object({
    ...panelShape,
    kind: z.literal('stat'),
    values: z.array(z.object({ name: z.string(), value: z.number() })),
  }),
  /** The newest values as rows; `valueHeading` null: the value says nothing. */
  z.object({
    ...panelShape,
    kind: z.literal('table'),
    headings: z.array(z.string()),
    valueHeading: z.string().nullable(),
    rows: z.array(z.object({ cells: z.array(z.string()), value: z.number() })),
  }),
]);
export type LookPanel = z.infer<typeof lookPanelSchema>;

/** What is known of every answer of a place that is asked. */
const askedShape = {
  /** Its name on screen; null: the store on this Pi. */
  where: z.string().nullable(),
  /** What can be looked at there. */
  spans: z.array(z.enum(lookSpans)),
  /** Until then the same comes back, whoever asks. */
  holdsMs: z.number().int(),
};

export const dashboardSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    ...askedShape,
    /** Whose data it is, where other Pis send there too; null: there is no choice. */
    pis: z.enum(lookPis).nullable(),
    id: z.string(),
    title: z.string(),
    about: z.string(),
    /** The source that it is of; null: of the pipeline. */
    source: sourceIdSchema.nullable(),
    readAtMs: z.number().int(),
    /** Of the first value of each line, and how long each stands for. */
    startMs: z.number().int(),
    stepSeconds: z.number().int(),
    /** The time that is shown. */
    fromMs: z.number().int(),
    toMs: z.number().int(),
    panels: z.array(lookPanelSchema),
  }),
  /** The data is kept at the destination alone, and no token is there to read it; `where` is its name on screen. */
  z.object({
    state: z.literal('elsewhere'),
    title: z.string(),
    where: z.string(),
    /** With a token it could be asked. */
    canBeAsked: z.boolean(),
  }),
  /** Nothing is answered now; `why` and `hint` are sentences. */
  z.object({
    state: z.literal('silent'),
    ...askedShape,
    title: z.string(),
    why: z.string(),
    hint: z.string().nullable(),
    /** What was asked is refused, and another question would not be: why, in words that are untrusted. */
    refusal: z.string().nullable(),
  }),
]);
export type DashboardView = z.infer<typeof dashboardSchema>;
export type DashboardRead = Extract<DashboardView, { state: 'read' }>;

/** What the bar of dashboards offers. */
export interface DashboardTab {
  id: string;
  title: string;
}
