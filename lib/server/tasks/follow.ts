import 'server-only';
import type { Task, TaskStarted } from '@/lib/schemas/task';
import { onTask } from './tasks';

/**
 * Starts a task and waits for its end.
 * @param onChange told of each change, the last one included
 * @returns the task when it has ended, well or not
 * @throws AppError of `start`
 */
export function followTask(
  start: () => TaskStarted | Promise<TaskStarted>,
  onChange: (task: Task) => void,
): Promise<Task> {
  return new Promise((resolve, reject) => {
    const stop = onTask((task) => {
      onChange(task);
      if (task.state === 'running') return;
      stop();
      resolve(task);
    });
    Promise.resolve()
      .then(start)
      .catch((error: unknown) => {
        stop();
        reject(error);
      });
  });
}
