import type { Job } from '@/lib/schemas/job';

/** The apply that a form shows. */
export interface ShownJob {
  id: string;
  /** It was started here: by Apply or by Undo. */
  isOwn: boolean;
  /** What came of it; null while it runs. */
  ended: Job | null;
}

export type JobEvent =
  /** One that was started here. The stream may have told of it before. */
  | { type: 'started'; id: string }
  /** One that runs, from another tab or from before this page was loaded. */
  | { type: 'seen'; id: string }
  | { type: 'ended'; job: Job }
  /** There was nothing to do. */
  | { type: 'spared' };

export function shownJob(shown: ShownJob | null, event: JobEvent): ShownJob | null {
  switch (event.type) {
    case 'started':
      return { id: event.id, isOwn: true, ended: shown?.id === event.id ? shown.ended : null };
    case 'seen':
      return shown?.id === event.id ? shown : { id: event.id, isOwn: false, ended: null };
    case 'ended':
      return shown?.id === event.job.id ? { ...shown, ended: event.job } : shown;
    case 'spared':
      return null;
  }
}
