import 'server-only';
import type { StepReport } from '../tasks/tasks';

/** Judges a change by what comes of it: it counts when that is over, and is put back when it goes wrong. */
export interface Probation {
  /** The name of its step. */
  label: string;
  /** Right before the first byte is written. @throws AppError; nothing was changed then */
  begin(report: StepReport, signal: AbortSignal): Promise<void>;
  /**
   * @param sinceMs when the change began to act
   * @returns what was seen, in sentences
   * @throws AppError with the reason; everything is put back then
   */
  watch(sinceMs: number, report: StepReport, signal: AbortSignal): Promise<string>;
}
