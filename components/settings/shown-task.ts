import type { Task } from '@/lib/schemas/task';

/** The apply that a form shows. */
export interface ShownTask {
  id: string;
  /** It was started here: by Apply or by Undo. */
  isOwn: boolean;
  /** What came of it; null while it runs. */
  ended: Task | null;
}

export type TaskEvent =
  /** One that was started here. The stream may have told of it before. */
  | { type: 'started'; id: string }
  /** One that runs, from another tab or from before this page was loaded. */
  | { type: 'seen'; id: string }
  | { type: 'ended'; task: Task }
  /** There was nothing to do. */
  | { type: 'spared' };

export function shownTask(shown: ShownTask | null, event: TaskEvent): ShownTask | null {
  switch (event.type) {
    case 'started':
      return { id: event.id, isOwn: true, ended: shown?.id === event.id ? shown.ended : null };
    case 'seen':
      return shown?.id === event.id ? shown : { id: event.id, isOwn: false, ended: null };
    case 'ended':
      return shown?.id === event.task.id ? { ...shown, ended: event.task } : shown;
    case 'spared':
      return null;
  }
}
