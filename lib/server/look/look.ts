import 'server-only';
import { dashboards } from '@/lib/dashboards/dashboards';
import type { Dashboard } from '@/lib/dashboards/terms/shape';
import { destinationName } from '@/lib/destination-name';
import type { DashboardTab, DashboardView, LookSpan } from '@/lib/schemas/look/dashboard';
import { gridOf } from '../destination/store';
import { AppError } from '../errors';
import { hub } from '../sampler/hub';
import { readOr } from '../settings/sections/section';
import { singleton } from '../singleton';
import { DEFAULT_STORE_DAYS, storeDaysIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { readPanels } from './read-panels';
import { whySilent } from './silent';

/** A chart is at most some 1,100 px wide, and mostly half of that. */
const POINTS = 240;
/** The most that vmagent scrapes by itself. */
const LEAST_STEP_SECONDS = 30;
/** What is kept longer is not looked at as a whole. */
const MOST_DAYS = 366;

/** How long an answer holds, for whoever looks: a little less than a page waits until it asks again. */
const HOLDS_MS: Record<LookSpan, number> = {
  '1': 25_000,
  '6': 55_000,
  '24': 55_000,
  '168': 290_000,
  all: 290_000,
};
/** One with something that could not be read. */
const FAULTY_HOLDS_MS = 10_000;
const MOST_KEPT = 6;

/** What the bar of dashboards offers. */
export const dashboardTabs = (): DashboardTab[] => dashboards.map(({ id, title }) => ({ id, title }));

/**
 * A dashboard as the store on this Pi has it, however many look at it: its expressions are asked once for all of them.
 * @param id untrusted @throws AppError not-found
 */
export async function readDashboard(id: string, span: LookSpan): Promise<DashboardView> {
  const dashboard = dashboards.find((one) => one.id === id);
  if (!dashboard) throw new AppError('not-found', 'There is no such dashboard.');
  const { destination } = hub().snapshot();
  if (destination.kind !== 'local')
    return { state: 'elsewhere', title: dashboard.title, where: destinationName(destination) };
  const kept = singleton('look', () => new Map<string, { untilMs: number; view: Promise<DashboardView> }>());
  const nowMs = performance.now();
  for (const [key, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(key);
  const key = `${id} ${span}`;
  const known = kept.get(key);
  if (known) return known.view;
  const view = asked(dashboard, span);
  const entry = { untilMs: nowMs + HOLDS_MS[span], view };
  kept.set(key, entry);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  const forget = () => kept.get(key) === entry && kept.delete(key);
  view.then((one) => {
    if (one.state !== 'read') forget();
    else if (one.panels.some(({ problem }) => problem !== null))
      entry.untilMs = Math.min(entry.untilMs, performance.now() + FAULTY_HOLDS_MS);
  }, forget);
  return view;
}

async function asked(
  { id, title, about, source, panels }: Dashboard,
  span: LookSpan,
): Promise<DashboardView> {
  const hours = await hoursOf(span);
  const step = Math.max(LEAST_STEP_SECONDS, Math.ceil((hours * 3600) / POINTS));
  const grid = gridOf(hours, step, Date.now());
  const filled = await readPanels(panels, grid);
  if (filled.every(({ problem }) => problem !== null)) return { state: 'silent', title, why: whySilent() };
  // What the store says of a moment is of the step up to it.
  const startMs = (grid.startSeconds - step) * 1000;
  return {
    state: 'read',
    id,
    title,
    about,
    source: source ?? null,
    readAtMs: Date.now(),
    startMs,
    stepSeconds: step,
    fromMs: startMs,
    toMs: startMs + grid.points * step * 1000,
    panels: filled,
  };
}

async function hoursOf(span: LookSpan): Promise<number> {
  if (span !== 'all') return Number(span);
  const { texts } = await readStackTexts();
  return (
    24 *
    Math.min(
      MOST_DAYS,
      readOr(() => storeDaysIn(texts), DEFAULT_STORE_DAYS),
    )
  );
}
