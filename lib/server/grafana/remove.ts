import 'server-only';
import { z } from 'zod';
import { until } from '../wait';
import { isAbsent, refusalOf } from './answers';
import type { Applied, Applying, Outcome } from './apply';
import { type Ask, readAs } from './ask';
import { removeAt, removeRules } from './put';
import { Refusal } from './refusal';
import { FOLDER_UID, RULES_FOLDER } from './shipped';
import { type Planned, planned } from './standing';
import { readDashboard, readThere } from './there';
import { shownThing } from './view';

const foundSchema = z.array(
  z.object({ uid: z.string().min(1).max(40), title: z.string(), type: z.string() }),
);
/** How many things of each kind are in a folder. */
const countsSchema = z.record(z.string(), z.number());
const COUNTED_MS = 2000;
const PLAIN_UID = /^[\w-]{1,40}$/;

/**
 * Takes back what Weir made, one thing after the other: what somebody changed only where it is named, what Weir did not
 * make never. The folder goes when nothing is left in it.
 */
export async function removeSet({ ask, address, set, put, overwrite }: Applying): Promise<Applied> {
  const things = { ...put?.things };
  const done: { thing: Planned; outcome: Outcome }[] = [];
  let at: Planned | undefined;
  try {
    const all = planned(set, await readThere(ask, set), put);
    // Rules first: a folder with rules in it does not go.
    for (at of [...all].reverse()) {
      const { id, standing } = at;
      if (standing === 'absent') continue;
      const isLeft = standing === 'foreign' || (standing === 'changed-there' && !overwrite.includes(id));
      const isGone = !isLeft && (await removeThing(ask, at, goneIds(done)));
      if (isGone) delete things[id];
      done.unshift({ thing: at, outcome: isGone ? 'removed' : 'left' });
    }
    const shown = done.map(({ thing, outcome }) => ({
      ...shownThing(address, thing, outcome !== 'removed'),
      outcome,
    }));
    return { result: { state: 'done', things: shown }, put: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isBegun = put !== null && done.length > 0;
    return { result: error.answer(at?.title), put: isBegun ? { ...put, digest: '', things } : put };
  }
}

const goneIds = (done: readonly { thing: Planned; outcome: Outcome }[]) =>
  done.filter(({ outcome }) => outcome === 'removed').map(({ thing }) => thing.id);

/** @param gone ids of what was just removed @returns whether it is gone @throws Refusal */
async function removeThing(ask: Ask, thing: Planned, gone: readonly string[]): Promise<boolean> {
  if (thing.kind === 'folder') return !thing.isRenamed && removeFolder(ask, gone);
  if (thing.kind === 'rules') await removeRules(ask, thing.group.name);
  if (thing.kind !== 'dashboard') return true;
  // Grafana takes no version with it, so somebody who saved it a moment ago is looked for first.
  const now = await readDashboard(ask, thing.id);
  if (now !== null && now.version !== thing.version) return false;
  await removeAt(ask, `/api/dashboards/uid/${thing.id}`);
  return true;
}

/**
 * The folder of the rules, then Weir’s own, each only when there is nothing in it, also nothing that the token may not see;
 * Grafana itself refuses where there are rules.
 * @param gone ids of dashboards that were just removed: a search may still find them
 * @returns whether Weir’s own is gone
 * @throws Refusal
 */
async function removeFolder(ask: Ask, gone: readonly string[]): Promise<boolean> {
  const reply = await ask({ method: 'GET', path: `/api/search?folderUIDs=${FOLDER_UID}&limit=100` });
  const inside = readAs(reply, foundSchema).filter(({ uid }) => !gone.includes(uid));
  const own = inside.filter(({ type, title }) => type === 'dash-folder' && title === RULES_FOLDER);
  for (const { uid } of own) if (!(await removeEmpty(ask, uid, 0))) return false;
  return own.length === inside.length && removeEmpty(ask, FOLDER_UID, own.length);
}

/** @param folders that may still be counted in it */
async function removeEmpty(ask: Ask, uid: string, folders: number): Promise<boolean> {
  if (!PLAIN_UID.test(uid)) return false;
  const isEmpty = async () => {
    const counts = readAs(await ask({ method: 'GET', path: `/api/folders/${uid}/counts` }), countsSchema);
    return Object.entries(counts).every(([kind, count]) => count <= (/^folders?$/.test(kind) ? folders : 0));
  };
  // What was just removed may be counted for a moment.
  if ((await until(isEmpty, { everyMs: COUNTED_MS, atMostMs: COUNTED_MS })) === null) return false;
  const reply = await ask({ method: 'DELETE', path: `/api/folders/${uid}?forceDeleteRules=false` });
  if (reply.status === 400) return false;
  if (reply.status >= 300 && !isAbsent(reply)) throw refusalOf(reply);
  return true;
}
