import 'server-only';
import type { Task } from '@/lib/schemas/task';
import { getTask } from './tasks';

/** @throws AppError not-found: older ones are forgotten, and all when the panel restarts */
export function readTask(id: string): Task {
  return getTask(id);
}
