import 'server-only';
import { ofAllPis, withWindows } from '@/lib/dashboards/terms/promql';
import type { Panel } from '@/lib/dashboards/terms/shape';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { askCourses, askNewest, type Grid } from '../destination/store';
import { AppError } from '../errors';
import { type Found, panelOf } from './panels';

/** A store on a Pi has other things to do, too. */
const AT_ONCE = 2;
/** A store that let so many wait in vain is asked no more. */
const MOST_TIMEOUTS = 2;

const NO_ANSWER = 'The store on this Pi gave no answer to this question.';
const TOO_MUCH = 'What the store on this Pi has of this is too much to draw.';

/** Asks the store for each panel. One that it does not answer says so. Never rejects for what the store does. */
export async function readPanels(panels: readonly Panel[], grid: Grid): Promise<LookPanel[]> {
  const filled: LookPanel[] = [];
  const waiting = panels.entries();
  let timeouts = 0;
  let isGone = false;
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const [index, panel] of waiting) {
      const found = isGone ? nothing(NO_ANSWER) : await ask(panel, grid).catch(failed);
      filled[index] = panelOf(panel, found);
    }
  });
  function failed(error: unknown): Found {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'timeout') timeouts += 1;
    isGone ||= error.code === 'vmagent-unreachable' || timeouts >= MOST_TIMEOUTS;
    return nothing(error.code === 'too-large' ? TOO_MUCH : NO_ANSWER);
  }
  await Promise.all(lanes);
  return filled;
}

const nothing = (problem: string): Found => ({ courses: [], values: [], problem });

async function ask({ kind, expressions }: Panel, grid: Grid): Promise<Found> {
  const found: Found = { courses: [], values: [], problem: null };
  for (const { promql, legend } of expressions) {
    const query = ofAllPis(promql);
    if (kind === 'stat' || kind === 'table') {
      const values = await askNewest(query);
      found.values.push(...values.map((one) => ({ ...one, legend })));
    } else {
      const courses = await askCourses(withWindows(query, grid.stepSeconds), grid);
      found.courses.push(...courses.map((one) => ({ ...one, legend })));
    }
  }
  return found;
}
