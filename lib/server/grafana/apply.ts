import 'server-only';
import type { GrafanaResult } from '@/lib/schemas/grafana/grafana';
import { VERSION } from '../version';
import type { Ask } from './ask';
import type { Kept, Put } from './grafana-state';
import { keptOf, putThing } from './put';
import { Refusal } from './refusal';
import type { ShippedSet } from './shipped';
import { digestOfGroup } from './stamp';
import { actOn, type Planned, planned } from './standing';
import { readGroups, readThere } from './there';
import { shownThing } from './view';

export type Outcome = Extract<GrafanaResult, { state: 'done' }>['things'][number]['outcome'];

export interface Applying {
  ask: Ask;
  address: string;
  set: ShippedSet;
  put: Put | null;
  /** Ids of things that are overwritten, or removed, although somebody changed them. */
  overwrite: readonly string[];
}

export interface Applied {
  result: GrafanaResult;
  /** What is to be remembered, also of a part. */
  put: Put | null;
}

/** Whether nothing is done with it unless it is named. */
const isAskedAbout = ({ standing }: Planned) => standing === 'changed-there' || standing === 'foreign';

/**
 * Puts the set there, one thing after the other. What was done stays done when a later thing is refused; a refusal is a
 * result, which names the thing.
 */
export async function applySet(given: Applying, nowMs: number): Promise<Applied> {
  const { ask, address, set, put, overwrite } = given;
  const things: Record<string, Kept> = { ...put?.things };
  const done: { thing: Planned; outcome: Outcome }[] = [];
  let dataSource = put?.dataSource ?? '';
  let at: Planned | undefined;
  const remembered = (digest: string) => ({ atMs: nowMs, version: VERSION, digest, dataSource, things });
  try {
    const there = await readThere(ask, set);
    if (there.dataSource === null) throw noDataSource();
    dataSource = there.dataSource.uid;
    for (at of planned(set, there, put)) {
      const { id } = at;
      const act = actOn(at);
      const isLeft = isAskedAbout(at) && !overwrite.includes(id);
      const isSame = act === 'same';
      const outcome = isLeft ? 'left' : act;
      const kept = isSame ? keptOf(at, there) : isLeft ? null : await putThing(ask, at, there.dataSource);
      if (kept !== null) things[id] = kept;
      if (outcome === 'removed') delete things[id];
      done.push({ thing: at, outcome });
    }
    at = undefined;
    await keepAnswers(ask, done, things);
    const shown = done.map(({ thing, outcome }) => ({
      ...shownThing(address, thing, outcome !== 'removed'),
      outcome,
    }));
    return { result: { state: 'done', things: shown }, put: remembered(set.digest) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { result: error.answer(at?.title), put: done.some(isDone) ? remembered('') : put };
  }
}

const isPut = ({ outcome }: { outcome: Outcome }) => outcome === 'created' || outcome === 'updated';
const isDone = (one: { outcome: Outcome }) => isPut(one) || one.outcome === 'removed';

/** What Grafana makes of the rules that were put: later that is not taken for a change by somebody. @throws Refusal */
async function keepAnswers(
  ask: Ask,
  done: readonly { thing: Planned; outcome: Outcome }[],
  things: Record<string, Kept>,
): Promise<void> {
  const put = done.filter((one) => one.thing.kind === 'rules' && isPut(one));
  if (put.length === 0) return;
  const groups = await readGroups(ask);
  for (const { thing } of put) {
    const found = thing.kind === 'rules' ? groups.get(thing.group.name) : undefined;
    if (thing.kind === 'rules' && found)
      things[thing.id] = { stamp: thing.stamp, there: digestOfGroup(found) };
  }
}

export const noDataSource = () =>
  new Refusal(
    'This Grafana has no data source of the kind Prometheus.',
    'Add one that reads where this Pi’s data goes: Connections → Data sources. Or the service account may not see it.',
  );
