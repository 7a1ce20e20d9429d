import 'server-only';
import type { Figures } from '@/lib/schemas/resources';
import { courseOf, gridOf, type SeriesLabels, type StoredCourse } from '../destination/question';
import { askStore } from '../destination/store';
import { hub } from '../sampler/hub';
import type { FoundResource } from '../stack/discovery';

const POINTS = 120;
const LEAST_STEP_SECONDS = 60;
const MOST_CHARTS = 8;
const MOST_LINES = 6;
const MOST_TEXT = 200;
const ELSEWHERE =
  'No charts: the data is kept at the destination alone, and is drawn there. Weir draws what the store on this Pi keeps.';
const SILENT = 'No charts: the store on this Pi does not answer right now.';

/**
 * The last hours of a resource's figures as the store on this Pi has them, or a sentence that says why there are none. The
 * query is made of what the exporter answered, never of what a browser sent. Never rejects.
 */
export async function chartsOf(resource: FoundResource, hours: number): Promise<Figures['charts']> {
  const { services } = hub().snapshot();
  const store = services.find(({ name }) => name === 'victoria-metrics');
  if (!store?.enabled) return ELSEWHERE;
  if (store.state !== 'running') return 'No charts: the store on this Pi does not run.';
  const metrics = [...new Set(resource.figures.map(({ metric }) => metric))];
  if (metrics.length === 0) return 'No charts: it has no series.';
  const step = Math.max(LEAST_STEP_SECONDS, (hours * 3600) / POINTS);
  const grid = gridOf(hours, step, Date.now());
  const query = selectorOf(metrics.slice(0, MOST_CHARTS), resource.selector);
  try {
    const charts = chartsIn(await askStore(courseOf(query, grid)));
    if (charts.length === 0) return 'No charts: the store on this Pi has nothing of it in these hours.';
    const more = Math.max(0, metrics.length - MOST_CHARTS);
    return { startMs: grid.startSeconds * 1000, stepSeconds: step, charts, more };
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

/** Lines of one metric are told apart by the labels in which they differ. Pure. */
function chartsIn(courses: readonly StoredCourse[]) {
  const byMetric = new Map<string, StoredCourse[]>();
  for (const course of courses) {
    const metric = (course.labels.__name__ ?? '').slice(0, MOST_TEXT);
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), course]);
  }
  return [...byMetric].slice(0, MOST_CHARTS).map(([metric, all]) => ({
    metric,
    lines: all.slice(0, MOST_LINES).map(({ labels, values }) => ({
      name: differing(labels, all).slice(0, MOST_TEXT) || metric,
      values,
    })),
  }));
}

function differing(own: SeriesLabels, all: readonly StoredCourse[]): string {
  return Object.entries(own)
    .filter(([label, value]) => all.some(({ labels }) => labels[label] !== value))
    .map(([label, value]) => `${label.replace('dimension_', '')} ${value}`)
    .join(', ');
}
