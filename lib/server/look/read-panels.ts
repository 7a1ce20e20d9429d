import 'server-only';
import type { OwnRules } from '@/lib/dashboards/terms/movable';
import { withWindows } from '@/lib/dashboards/terms/promql';
import type { Panel } from '@/lib/dashboards/terms/shape';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { type Ask, courseOf, type Grid, newestOf, Unanswered } from '../destination/question';
import { inTurn } from '../wait';
import { type Found, panelOf } from './panels';

/** Of all dashboards together: a store on a Pi has other things to do, too. */
const AT_ONCE = 2;
/** Who let so many wait in vain is asked no more. */
const MOST_TIMEOUTS = 2;

/** How a dashboard is asked. */
interface Asking {
  ask: Ask;
  grid: Grid;
  /** Fills in which Pis are meant. */
  ofPis(promql: string): string;
  /** Whose numbers the lines across a panel are. */
  own: OwnRules;
  /** With the windows that stand in them, however far apart the moments are. */
  isAsTyped?: boolean;
}

/**
 * Asks for each panel. One that is not answered says so. Never rejects for what is answered.
 * @returns `fault`: why nothing, or not all, is answered
 */
export async function readPanels(
  panels: readonly Panel[],
  asking: Asking,
): Promise<{ panels: LookPanel[]; fault: Unanswered | null }> {
  let timeouts = 0;
  let gone: Unanswered | null = null;
  let fault: Unanswered | null = null;
  const filled = panels.map((panel, index) =>
    inTurn(`look ${index % AT_ONCE}`, async () =>
      panelOf(panel, gone ? nothing(gone) : await ask(panel, asking).catch(failed), asking.own),
    ),
  );
  function failed(error: unknown): Found {
    if (!(error instanceof Unanswered)) throw error;
    if (error.reach === 'late') timeouts += 1;
    if (error.reach === 'all' || timeouts >= MOST_TIMEOUTS) gone ??= error;
    fault = gone ?? error;
    return nothing(error);
  }
  return { panels: await Promise.all(filled), fault };
}

const nothing = ({ message }: Unanswered): Found => ({ courses: [], values: [], problem: message });

async function ask(panel: Panel, { ask, grid, ofPis, isAsTyped }: Asking): Promise<Found> {
  const found: Found = { courses: [], values: [], problem: null };
  for (const { promql, legend } of panel.expressions) {
    const query = ofPis(promql);
    if (panel.kind === 'stat' || panel.kind === 'table') {
      const values = await ask(newestOf(query));
      found.values.push(...values.map((one) => ({ ...one, legend })));
    } else {
      const { stepSeconds } = grid;
      const course = panel.kind === 'state' ? worstWithin(panel, query, stepSeconds) : query;
      const courses = await ask(courseOf(isAsTyped ? course : withWindows(course, stepSeconds), grid));
      found.courses.push(...courses.map((one) => ({ ...one, legend })));
    }
  }
  return found;
}

/** So many looks within a step. */
const LOOKS = 60;

/** What was bad between two moments that are far apart is not passed over. */
function worstWithin(
  { states }: Extract<Panel, { kind: 'state' }>,
  promql: string,
  stepSeconds: number,
): string {
  const everySeconds = Math.max(60, Math.ceil(stepSeconds / LOOKS));
  if (stepSeconds <= everySeconds) return promql;
  const good = Math.max(...states.filter(({ level }) => level === 'good').map(({ value }) => value));
  const isLowBad = states.some(({ level, value }) => level !== 'good' && value < good);
  return `${isLowBad ? 'min' : 'max'}_over_time((${promql})[${stepSeconds}s:${everySeconds}s])`;
}
