import { z } from 'zod';
import { sourceIdSchema } from './snapshot';
import { line } from './text/line';

export const sourceParamsSchema = z.object({ id: sourceIdSchema });

export const resourceStates = ['flowing', 'idle', 'none'] as const;
export const resourceSorts = ['name', 'series', 'place', 'state'] as const;
export const RESOURCES_A_PAGE = 25;

const found = z.string().max(400).default('');
const flag = z.enum(['true', 'false']).default('false');

/** `GET /api/sources/[id]/resources` */
export const resourcesQuerySchema = z.object({
  /** Part of a name, an id or a tag. */
  q: line(200).default(''),
  // Each as it was found, of whatever form. A tag is `key=value`.
  ...{ service: found, place: found, tag: found },
  state: z.enum(resourceStates).optional(),
  sort: z.enum(resourceSorts).default('name'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  /** A collection that is billed may be made. */
  mayCost: flag,
});
export type ResourcesQuery = z.infer<typeof resourcesQuerySchema>;

const facet = z.array(z.object({ value: z.string(), count: z.number().int() }));

/** All texts in it are the cloud's own, untrusted. */
export const resourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What its cloud calls it beside its id, where that was asked for. */
  title: z.string().nullable(),
  service: z.string(),
  kind: z.string(),
  place: z.string(),
  /** Whose it is; empty: of the one account that is measured. */
  account: z.string(),
  tags: z.array(z.string()),
  moreTags: z.number().int(),
  /** `idle`: its series have no data point. `none`: it was found, and has no series. */
  state: z.enum(resourceStates),
  /** Why it has no data, or how it was found. */
  note: z.string().nullable(),
  series: z.number().int(),
  /** The first of its figures that has a value. */
  figure: z.object({ metric: z.string(), value: z.number(), atMs: z.number().nullable() }).nullable(),
});
export type Resource = z.infer<typeof resourceSchema>;

export const resourcesSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    readAtMs: z.number(),
    /** Seconds between two rounds of an exporter with a clock of its own. */
    roundSeconds: z.number().nullable(),
    page: z.number().int(),
    pages: z.number().int(),
    matching: z.number().int(),
    all: z.number().int(),
    /** More were found than are listed. */
    isCut: z.boolean(),
    rows: z.array(resourceSchema),
    /** What there is to filter by, of all. */
    services: facet,
    places: facet,
    tags: facet,
    states: facet,
  }),
  /** Nobody has looked for a while, and looking is billed: by whom, and by what terms. */
  z.object({ state: z.literal('costs'), by: z.string(), terms: z.string() }),
]);
export type Resources = z.infer<typeof resourcesSchema>;
export type ResourcesRead = Extract<Resources, { state: 'read' }>;

export const figureSpans = ['6', '24', '168'] as const;
/** `GET /api/sources/[id]/resources/figures`: the series of one resource. */
export const figuresQuerySchema = z.object({
  resource: z.string().min(1).max(1_200),
  hours: z.enum(figureSpans).default('6'),
});
export type FiguresQuery = z.infer<typeof figuresQuerySchema>;

export const figuresSchema = z.object({
  figures: z.array(
    z.object({
      metric: z.string(),
      labels: z.string(),
      /** Null: no data point. */
      value: z.number().nullable(),
      atMs: z.number().nullable(),
    }),
  ),
  more: z.number().int(),
  /** From the store on this Pi; a sentence: why there are none. */
  charts: z.union([
    z.string(),
    z.object({
      startMs: z.number(),
      stepSeconds: z.number(),
      charts: z.array(
        z.object({
          metric: z.string(),
          lines: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })),
        }),
      ),
      more: z.number().int(),
    }),
  ]),
});
export type Figures = z.infer<typeof figuresSchema>;
