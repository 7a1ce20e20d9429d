import 'server-only';
import type { Place } from '../destination/place';
import { newestOf, Unanswered } from '../destination/question';
import { isKnownName } from '../sampler/watch/arrival-sight';
import { readOr } from '../settings/sections/section';
import { singleton } from '../singleton';
import { clusterIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { inTurn } from '../wait';
import { createKept } from './kept';

/** PromQL: each Pi of which there may be something to look at; one that was given another name counts as two. */
export const PIS = 'count by (cluster) (last_over_time(up{job="vmagent"}[14d]))';
const HOLDS_MS = 600_000;
const MAX_BYTES = 64 * 1024;

/** The name that everything of this Pi carries; null: it is not known. */
export async function nameOfThisPi(): Promise<string | null> {
  const { texts } = await readStackTexts();
  const name = readOr(() => clusterIn(texts), null);
  return isKnownName(name) ? name : null;
}

/** Whether other Pis send to the same destination. One small question in ten minutes; false also where it is not answered. */
export async function hasOtherPis({ reading, ask }: Place): Promise<boolean> {
  const keep = singleton('look-pis', () => createKept<boolean>(1));
  // In the line of the panels, so that no more is asked at a time.
  const read = () => inTurn('look 0', async () => (await ask(newestOf(PIS, MAX_BYTES))).length > 1);
  return keep(JSON.stringify(reading), read, () => HOLDS_MS).catch((error: unknown) => {
    if (error instanceof Unanswered) return false;
    throw error;
  });
}
