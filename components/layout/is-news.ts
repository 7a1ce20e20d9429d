import type { Changes } from '@/lib/schemas/revision';

/** Whether files, history and containers disagree. */
export function isNews({ unsettled, handEdits, drift }: Changes): boolean {
  return unsettled !== null || handEdits.length > 0 || drift.length > 0;
}
