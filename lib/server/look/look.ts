import 'server-only';
import { dashboards } from '@/lib/dashboards/dashboards';
import { AS_SHIPPED, type OwnRules } from '@/lib/dashboards/terms/movable';
import { ofAllPis, ofThisPi } from '@/lib/dashboards/terms/promql';
import type { Dashboard } from '@/lib/dashboards/terms/shape';
import { destinationName } from '@/lib/destination-name';
import {
  type DashboardTab,
  type DashboardView,
  type LookPis,
  type LookSpan,
  spanAmong,
} from '@/lib/schemas/look/dashboard';
import { readOwnRules } from '../alerts/own-rules';
import { type Place, placeInUse } from '../destination/place';
import { gridOf, Unanswered } from '../destination/question';
import { AppError } from '../errors';
import { hub } from '../sampler/hub';
import { singleton } from '../singleton';
import { queryBase } from '../stack/reading';
import { createKept } from './kept';
import { hasOtherPis, nameOfThisPi } from './pis';
import { readPanels } from './read-panels';
import { whySilent } from './silent';
import { holdsMs, hoursOf, spansOf } from './spans';

/** A chart is at most some 1,100 px wide, and mostly half of that. */
const POINTS = 240;
/** The most that vmagent scrapes by itself. */
const LEAST_STEP_SECONDS = 30;
const MOST_KEPT = 6;

/** What the bar of dashboards offers. */
export const dashboardTabs = (): DashboardTab[] => dashboards.map(({ id, title }) => ({ id, title }));

/**
 * A dashboard as the destination has it, however many look at it: its expressions are asked once for all of them.
 * @param id untrusted @throws AppError not-found, invalid-stack
 */
export async function readDashboard(id: string, span: LookSpan, pis: LookPis): Promise<DashboardView> {
  const dashboard = dashboards.find((one) => one.id === id);
  if (!dashboard) throw new AppError('not-found', 'There is no such dashboard.');
  return draw(dashboard, async () => dashboard, span, pis);
}

/** Who is asked, about the Pis that are meant. */
export interface Asking {
  place: Place;
  ofPis(promql: string): string;
}

export interface Made extends Dashboard {
  /** As it stands: whoever wrote it knows its windows. */
  isAsTyped?: boolean;
}

/**
 * The same of a dashboard that is made of what the destination has.
 * @param make rejects with Unanswered where that is not told @throws AppError invalid-stack
 */
export async function draw(
  { id, title }: Pick<Dashboard, 'id' | 'title'>,
  make: (asking: Asking) => Promise<Made>,
  span: LookSpan,
  pis: LookPis,
): Promise<DashboardView> {
  const { destination } = hub().snapshot();
  const place = await placeInUse(destination.kind);
  const where = destinationName(destination);
  if (place === null)
    return { state: 'elsewhere', title, where, canBeAsked: queryBase(destination.url) !== null };
  const spans = spansOf(place);
  const asked: Asked = {
    span: spanAmong(spans, span) ?? span,
    pis: place.reading ? pis : 'all',
    cluster: place.reading ? await nameOfThisPi() : null,
    // A damaged file is told where the rules are set.
    own: await readOwnRules().catch(() => AS_SHIPPED),
  };
  const keep = singleton('look', () => createKept<DashboardView>(MOST_KEPT));
  const key = JSON.stringify([id, asked, place.reading]);
  const named = { where: place.reading ? where : null, spans };
  return keep(
    key,
    async () => ({ ...named, ...(await ask(title, make, place, asked)) }),
    (view) => (view.state === 'elsewhere' ? 0 : view.holdsMs),
  );
}

interface Asked {
  span: LookSpan;
  pis: LookPis;
  /** The name of this Pi, where others may send to the same place; null: it is not known, or there are none. */
  cluster: string | null;
  own: OwnRules;
}
type Answer<State> = Omit<Extract<DashboardView, { state: State }>, 'where' | 'spans'>;

async function ask(
  title: string,
  make: (asking: Asking) => Promise<Made>,
  place: Place,
  { span, pis, cluster, own }: Asked,
): Promise<Answer<'read'> | Answer<'silent'>> {
  const hours = await hoursOf(span);
  const step = Math.max(LEAST_STEP_SECONDS, Math.ceil((hours * 3600) / POINTS));
  const grid = gridOf(hours, step, Date.now());
  const isOfThis = pis === 'this' && cluster !== null;
  const ofPis = (promql: string) => (isOfThis ? ofThisPi(promql, cluster) : ofAllPis(promql));
  const silent = (fault: Unanswered) =>
    ({
      state: 'silent',
      title,
      holdsMs: holdsMs(place, span, 'nothing'),
      ...whyNothing(place, fault),
      refusal: refusalIn(fault),
    }) as const;
  const made = await make({ place, ofPis }).catch(unanswered);
  if (made instanceof Unanswered) return silent(made);
  const { id, about, source, panels, isAsTyped = false } = made;
  const asking = { ask: place.ask, grid, ofPis, own, isAsTyped };
  const { panels: filled, fault } = await readPanels(panels, asking);
  if (fault && filled.every(({ problem }) => problem !== null)) return silent(fault);
  // Whoever looks at all can go back, whatever is answered now.
  const isOfPis = panels.some(({ expressions }) =>
    expressions.some(({ promql }) => ofPis(promql) !== promql),
  );
  const isChoice = isOfPis && cluster !== null && (pis === 'all' || (await hasOtherPis(place)));
  // What the store says of a moment is of the step up to it.
  const startMs = (grid.startSeconds - step) * 1000;
  return {
    state: 'read',
    id,
    title,
    about,
    source: source ?? null,
    pis: isChoice ? pis : null,
    holdsMs: holdsMs(place, span, fault ? 'part' : 'all'),
    readAtMs: Date.now(),
    startMs,
    stepSeconds: step,
    fromMs: startMs,
    toMs: startMs + grid.points * step * 1000,
    panels: filled,
  };
}

/** @throws what is no such answer */
export function unanswered(error: unknown): Unanswered {
  if (error instanceof Unanswered) return error;
  throw error;
}

/** Why this question is not answered, where another one would be. */
function refusalIn({ reach, said, message, hint = '' }: Unanswered): string | null {
  if (reach !== 'one') return null;
  return said === null ? `${message} ${hint}`.trim() : `It is refused: ${said}`;
}

/** Of the store on this Pi, what its container says tells more than a connection that failed. */
export function whyNothing(
  { reading }: Place,
  { reach, message, hint }: Unanswered,
): { why: string; hint: string | null } {
  return reading || reach === 'one' ? { why: message, hint: hint ?? null } : { why: whySilent(), hint: null };
}
