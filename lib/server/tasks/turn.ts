import 'server-only';
import { AppError } from '../errors';
import { lockFolder } from '../files/state/folder-lock';
import { singleton } from '../singleton';

const turn = () => singleton('stack-turn', () => ({ title: null as string | null }));

/**
 * Takes the stack for one action, whether it changes the files or only reads all of them as they are at one moment.
 * Other processes on the same stack are counted.
 * @param title what those read who come meanwhile
 * @returns gives it back, once @throws AppError task-running; internal when the folder takes no lock
 */
export function takeTurn(title: string): () => void {
  const held = turn();
  const release = lockFolder('stack');
  if (release === null) throw isTaken(held.title);
  held.title = title;
  return () => {
    held.title = null;
    release();
  };
}

const isTaken = (title: string | null) =>
  title === null
    ? new AppError('task-running', 'The pipeline is being changed by another program on this machine.', {
        hint: 'The panel and compose/up take turns. Wait a minute, then try again.',
      })
    : new AppError('task-running', `Another action is running: ${title}.`, {
        hint: 'Wait until it has ended, then try again.',
      });
