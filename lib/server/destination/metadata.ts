import 'server-only';
import { z } from 'zod';
import type { LabelsQuery } from '@/lib/schemas/look/expression';
import { jsonIn } from '../json';
import { type Family, helpIn, typeIn } from '../vmagent/families';
import type { Question } from './question';

const MAX_BYTES = 4 * 1024 * 1024;
const MOST_FAMILIES = 5_000;

/** One that cannot be read is of no harm to the others. */
const saidSchema = z.object({ type: z.string(), help: z.string() }).catch({ type: '', help: '' });
const metadataSchema = z.object({
  status: z.literal('success'),
  data: z.record(z.string(), z.array(saidSchema).catch([])),
});

const LISTED_SECONDS = 3_600;
const MOST_LISTED = 500;
const LIST_MAX_BYTES = 256 * 1024;

const listSchema = z.object({ status: z.literal('success'), data: z.array(z.string()) });

/**
 * The labels that a metric had within the hour, or any metric; with `label` the values of that one.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#getting-label-names
 */
export function labelsOf({ metric, label }: LabelsQuery): Question<string> {
  const now = Math.floor(Date.now() / 1000);
  return {
    path: label === undefined ? 'labels' : `label/${label}/values`,
    parameters: {
      ...(metric !== undefined && { 'match[]': metric }),
      start: String(now - LISTED_SECONDS),
      end: String(now),
      limit: String(MOST_LISTED),
    },
    maxBytes: LIST_MAX_BYTES,
    read: (body) => listSchema.safeParse(jsonIn(body)).data?.data ?? null,
  };
}

/**
 * What exporters say of their metrics, which vmagent sends along. Where several say different things, one of them is told.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metric-metadata
 */
export const metadata: Question<[name: string, Family]> = {
  path: 'metadata',
  parameters: { limit: String(MOST_FAMILIES), limit_per_metric: '1' },
  maxBytes: MAX_BYTES,
  read(body) {
    const { data } = metadataSchema.safeParse(jsonIn(body));
    if (data === undefined) return null;
    return Object.entries(data.data)
      .slice(0, MOST_FAMILIES)
      .map(([name, [said]]) => [name, familyFrom(said)]);
  },
};

const familyFrom = (said: { type: string; help: string } | undefined): Family => ({
  type: typeIn(said?.type ?? ''),
  help: helpIn(said?.help ?? ''),
});
