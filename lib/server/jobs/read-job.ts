import 'server-only';
import type { Job } from '@/lib/schemas/job';
import { getJob } from './jobs';

/** @throws AppError not-found: older ones are forgotten, and all when the panel restarts */
export function readJob(id: string): Job {
  return getJob(id);
}
