import 'server-only';
import { z } from 'zod';
import type { Figures } from '@/lib/schemas/resources';
import { serviceUrl } from '../env';
import { jsonIn } from '../json';
import { hub } from '../sampler/hub';
import type { FoundResource } from '../stack/discovery';
import { request } from '../vmagent/http';

const POINTS = 120;
const LEAST_STEP_SECONDS = 60;
const MOST_CHARTS = 8;
const MOST_LINES = 6;
const MOST_TEXT = 200;
const LIMIT_MS = 5_000;
const MAX_BYTES = 2 * 1024 * 1024;

const STORE = 'victoria-metrics';
const ELSEWHERE =
  'No charts: the data is kept at the destination alone, and is drawn there. Weir draws what the store on this Pi keeps.';
const SILENT = 'No charts: the store on this Pi does not answer right now.';

const matrixSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});
type Matrix = z.infer<typeof matrixSchema>['data']['result'];

/**
 * The last hours of a resource's figures as the store on this Pi has them, or a sentence that says why there are none. The
 * query is made of what the exporter answered, never of what a browser sent. Never rejects.
 */
export async function chartsOf(resource: FoundResource, hours: number): Promise<Figures['charts']> {
  const { services } = hub().snapshot();
  const store = services.find(({ name }) => name === STORE);
  if (!store?.enabled) return ELSEWHERE;
  if (store.state !== 'running') return 'No charts: the store on this Pi does not run.';
  const metrics = [...new Set(resource.figures.map(({ metric }) => metric))];
  if (metrics.length === 0) return 'No charts: it has no series.';
  const step = Math.max(LEAST_STEP_SECONDS, (hours * 3600) / POINTS);
  const end = Math.floor(Date.now() / 1000 / step) * step;
  const start = end - hours * 3600;
  const values = new URLSearchParams({
    query: selectorOf(metrics.slice(0, MOST_CHARTS), resource.selector),
    start: String(start),
    end: String(end),
    step: `${step}s`,
  });
  try {
    const url = `${serviceUrl(STORE)}/api/v1/query_range?${values}`;
    const { status, body } = await request(url, { timeoutMs: LIMIT_MS, maxBytes: MAX_BYTES });
    const read = matrixSchema.safeParse(jsonIn(body));
    if (status !== 200 || !read.success) return SILENT;
    const charts = chartsIn(read.data.data.result, { start, step, points: (end - start) / step + 1 });
    if (charts.length === 0) return 'No charts: the store on this Pi has nothing of it in these hours.';
    const more = Math.max(0, metrics.length - MOST_CHARTS);
    return { startMs: start * 1000, stepSeconds: step, charts, more };
  } catch {
    return SILENT;
  }
}

/** PromQL for exactly these series; a text as JSON is a text of PromQL. */
export function selectorOf(metrics: readonly string[], labels: FoundResource['selector']): string {
  const known = metrics.filter((metric) => /^[a-zA-Z_:][\w:]*$/.test(metric));
  const named = labels.filter(([label]) => /^[a-zA-Z_]\w*$/.test(label));
  const own = named.map(([label, value]) => `,${label}=${JSON.stringify(value)}`).join('');
  return `{__name__=~"${known.join('|') || 'none'}"${own}}`;
}

interface Grid {
  start: number;
  step: number;
  points: number;
}

/** Lines of one metric are told apart by the labels in which they differ. Pure. */
function chartsIn(result: Matrix, { start, step, points }: Grid) {
  const byMetric = new Map<string, Matrix>();
  for (const series of result) {
    const metric = (series.metric.__name__ ?? '').slice(0, MOST_TEXT);
    const all = byMetric.get(metric);
    if (all) all.push(series);
    else byMetric.set(metric, [series]);
  }
  return [...byMetric].slice(0, MOST_CHARTS).map(([metric, all]) => ({
    metric,
    lines: all.slice(0, MOST_LINES).map((series) => {
      const values: (number | null)[] = Array.from({ length: points }, () => null);
      for (const [at, text] of series.values) {
        const index = Math.round((at - start) / step);
        const value = Number(text);
        if (index >= 0 && index < points && Number.isFinite(value)) values[index] = value;
      }
      return { name: differing(series.metric, all).slice(0, MOST_TEXT) || metric, values };
    }),
  }));
}

function differing(labels: Record<string, string>, all: Matrix): string {
  return Object.entries(labels)
    .filter(([label, value]) => all.some(({ metric }) => metric[label] !== value))
    .map(([label, value]) => `${label.replace('dimension_', '')} ${value}`)
    .join(', ');
}
