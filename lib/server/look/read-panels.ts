import 'server-only';
import { ofAllPis, withWindows } from '@/lib/dashboards/terms/promql';
import type { Panel } from '@/lib/dashboards/terms/shape';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { askCourses, askNewest, type Grid } from '../destination/store';
import { AppError } from '../errors';
import { inTurn } from '../wait';
import { type Found, panelOf } from './panels';

/** Of all dashboards together: a store on a Pi has other things to do, too. */
const AT_ONCE = 2;
/** A store that let so many wait in vain is asked no more. */
const MOST_TIMEOUTS = 2;

const NO_ANSWER = 'The store on this Pi gave no answer to this question.';
const TOO_MUCH = 'What the store on this Pi has of this is too much to draw.';

/** Asks the store for each panel. One that it does not answer says so. Never rejects for what the store does. */
export async function readPanels(panels: readonly Panel[], grid: Grid): Promise<LookPanel[]> {
  let timeouts = 0;
  let isGone = false;
  const filled = panels.map((panel, index) =>
    inTurn(`look ${index % AT_ONCE}`, async () =>
      panelOf(panel, isGone ? nothing(NO_ANSWER) : await ask(panel, grid).catch(failed)),
    ),
  );
  function failed(error: unknown): Found {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'timeout') timeouts += 1;
    isGone ||= error.code === 'vmagent-unreachable' || timeouts >= MOST_TIMEOUTS;
    return nothing(error.code === 'too-large' ? TOO_MUCH : NO_ANSWER);
  }
  return Promise.all(filled);
}

const nothing = (problem: string): Found => ({ courses: [], values: [], problem });

async function ask(panel: Panel, grid: Grid): Promise<Found> {
  const found: Found = { courses: [], values: [], problem: null };
  for (const { promql, legend } of panel.expressions) {
    const query = ofAllPis(promql);
    if (panel.kind === 'stat' || panel.kind === 'table') {
      const values = await askNewest(query);
      found.values.push(...values.map((one) => ({ ...one, legend })));
    } else {
      const { stepSeconds } = grid;
      const course = panel.kind === 'state' ? worstWithin(panel, query, stepSeconds) : query;
      const courses = await askCourses(withWindows(course, stepSeconds), grid);
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
