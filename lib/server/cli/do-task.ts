import 'server-only';
import type { Task, TaskStarted } from '@/lib/schemas/task';
import { AppError } from '../errors';
import { followTask } from '../tasks/follow';
import { until } from '../wait';

/** A panel that has just started may be putting back a change that was cut short. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 2000;

/**
 * Does a task as soon as the panel, which runs beside this program, is done with its own, and says each step once when
 * it begins, what it found when it has ended, and what came of all.
 * @throws AppError of `start`, of a task that failed; task-running when the panel does not come to an end
 */
export async function doTask(
  start: () => TaskStarted | Promise<TaskStarted>,
  say: (line: string) => void,
): Promise<Task> {
  const onChange = taskSayer(say);
  const attempt = () => followTask(start, onChange);
  // What it finds busy, it has not begun: also where it has the lock between two tries of the panel, and sees the
  // journal of what is being put back.
  const tried = async () => {
    const task = await attempt().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'task-running') throw error;
      return null;
    });
    return task?.error?.code === 'task-running' ? null : task;
  };
  const task = (await until(tried, { everyMs: PAUSE_MS, atMostMs: PATIENCE_MS })) ?? (await attempt());
  if (task.error !== null) {
    throw new AppError(task.error.code, task.error.message, { hint: task.error.hint ?? undefined });
  }
  if (task.outcome !== null) say(task.outcome);
  return task;
}

function taskSayer(say: (line: string) => void): (task: Task) => void {
  const said = new Set<string>();
  const once = (line: string) => {
    if (said.has(line)) return;
    said.add(line);
    say(line);
  };
  return ({ steps }) => {
    for (const { label, state, detail } of steps) {
      if (state === 'waiting') continue;
      once(`${label} …`);
      if (state === 'done' && detail !== null) once(`  ${detail}`);
    }
  };
}
