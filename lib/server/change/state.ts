import 'server-only';
import { AppError } from '../errors';
import { singleton } from '../singleton';

function state() {
  return singleton('apply-state', () => ({ unsettled: null as string | null }));
}

/** Why no change may begin: an earlier one was cut short and is not put right yet. Null: nothing is in the way. */
export function unsettledReason(): string | null {
  return state().unsettled;
}

export function setUnsettled(reason: string | null): void {
  state().unsettled = reason;
}

/** @throws AppError task-running */
export function assertSettled(): void {
  const reason = unsettledReason();
  if (reason === null) return;
  throw new AppError('task-running', reason, {
    hint: 'The panel continues by itself; try again in a moment.',
  });
}
