import { z } from 'zod';
import { sourceIdSchema } from './snapshot';

const count = z.number();

/** What one service in one place comes to, by what its exporter has found. */
export const countedSchema = z.object({
  /** A service of the catalogue, else the namespace or prefix. */
  service: z.string(),
  place: z.string(),
  resources: count,
  /** In one round: each metric once, and each of its statistics. */
  least: count,
  most: count,
  /** Metrics and statistics that it is asked for of each resource; 0: not known. */
  metrics: count,
  statistics: count,
});
export type Counted = z.infer<typeof countedSchema>;

const dayRateSchema = z.object({
  units: count,
  lists: count,
  dollars: count,
  resources: count,
  everySeconds: count,
});

/** `GET /api/price`: what clouds charge, and what is known of what they are asked for. */
export const priceSchema = z.object({
  prices: z.object({
    metric: count,
    list: count,
    listsFree: count,
    series: count,
    seriesFree: count,
  }),
  sources: z.partialRecord(
    sourceIdSchema,
    z.object({
      /** How often its cloud is asked, and how often vmagent scrapes what came. */
      everySeconds: count,
      scrapeSeconds: count,
      /** Null: its exporter does not run, or has no round behind it. */
      counted: z.array(countedSchema).nullable(),
      /** The last 24 hours by the counter of its exporter, and a day of the week before; null: too little was seen. */
      day: dayRateSchema.nullable(),
      before: dayRateSchema.nullable(),
    }),
  ),
});
export type Price = z.infer<typeof priceSchema>;
