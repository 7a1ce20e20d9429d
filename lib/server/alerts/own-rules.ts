import 'server-only';
import { AS_SHIPPED, type OwnRules } from '@/lib/dashboards/terms/movable';
import { ownRulesSchema } from '@/lib/schemas/grafana/alert-rules';
import { readState, removeState, writeState } from '../files/state/state-store';

const STATE = 'alert-rules';

/** What the owner has changed of the alert rules. @throws AppError invalid-stack when the file is damaged */
export const readOwnRules = async (): Promise<OwnRules> =>
  (await readState(STATE, ownRulesSchema)) ?? AS_SHIPPED;

/** @throws AppError disk-full; what was saved before stays */
export async function saveOwnRules(own: OwnRules): Promise<void> {
  const isShipped = own.off.length === 0 && Object.keys(own.limits).length === 0;
  await (isShipped ? removeState(STATE) : writeState(STATE, own));
}
