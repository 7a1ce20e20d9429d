import { z } from 'zod';
import { METRIC_PAGES_MAX, METRIC_SEARCH_MAX } from '../plain';
import { line } from '../text/line';

/** As Prometheus writes names; others cannot be asked for by their name alone. */
export const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/;
export const storedParamsSchema = z.object({ metric: z.string().regex(METRIC_NAME) });

export const STORED_A_PAGE = 50;

/** `GET /api/stored`: the metrics that the destination has of this Pi now. */
export const storedQuerySchema = z.object({
  /** Part of a name or of a help text. */
  q: line(METRIC_SEARCH_MAX).default(''),
  page: z.coerce.number().int().min(1).max(METRIC_PAGES_MAX).default(1),
});
export type StoredQuery = z.infer<typeof storedQuerySchema>;

export const storedSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    /** The destination's name on screen; null: the store on this Pi. */
    where: z.string().nullable(),
    readAtMs: z.number().int(),
    /** Metrics whose names nobody can ask for here; they are in no list, and their series in the sum. */
    odd: z.number().int(),
    series: z.number().int(),
    /** Metrics: all of the others, and those that fit. */
    all: z.number().int(),
    matching: z.number().int(),
    page: z.number().int(),
    pages: z.number().int(),
    /** By name. `help`: of the exporter, untrusted; null: the destination keeps none of it. */
    metrics: z.array(z.object({ name: z.string(), series: z.number().int(), help: z.string().nullable() })),
  }),
  /** The data is kept at the destination alone, and no token is there to read it. */
  z.object({ state: z.literal('elsewhere'), where: z.string(), canBeAsked: z.boolean() }),
  /** Nothing is answered now; `why` and `hint` are sentences. */
  z.object({
    state: z.literal('silent'),
    where: z.string().nullable(),
    why: z.string(),
    hint: z.string().nullable(),
  }),
]);
export type Stored = z.infer<typeof storedSchema>;
export type StoredRead = Extract<Stored, { state: 'read' }>;
