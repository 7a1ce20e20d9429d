import { listed } from '@/lib/english';
import { plural } from '@/lib/format';
import type { GrafanaResult, GrafanaThing } from '@/lib/schemas/grafana/grafana';

type Kind = GrafanaThing['kind'];
type Done = Extract<GrafanaResult, { state: 'done' }>['things'];
export type Outcome = Done[number]['outcome'];

/** Left alone unless the reader says otherwise. */
export const isHeld = ({ standing }: GrafanaThing) => standing === 'changed-there' || standing === 'foreign';

/** Weir put it there. */
export const isOwn = ({ standing }: GrafanaThing) => standing !== 'absent' && standing !== 'foreign';

/** What overwriting means, for what is held. */
export function overwriteWords({ standing, act }: GrafanaThing): string {
  if (act === 'removed')
    return 'All of its rules are off in Weir. The changes that were made there go with it.';
  return standing === 'foreign'
    ? 'Weir’s takes the place of what has this name there.'
    : 'The changes that were made there are lost.';
}

/** What pressing the button would put there, put there anew, or take away because its rules are switched off. */
export const toPut = (things: readonly GrafanaThing[], overwrite: readonly string[]) =>
  things.filter((thing) => thing.act !== 'same' && (!isHeld(thing) || overwrite.includes(thing.id)));

/** What would be taken back: what Weir put there; what somebody changed since only where it is named. */
export const toRemove = (things: readonly GrafanaThing[], overwrite: readonly string[]) =>
  things.filter((thing) => isOwn(thing) && (!isHeld(thing) || overwrite.includes(thing.id)));

/** `1 folder, 5 dashboards and 5 groups of alert rules`. */
export function counted(things: readonly { kind: Kind }[]): string {
  const of = (kind: Kind) => things.filter((thing) => thing.kind === kind).length;
  const parts = [
    { count: of('folder'), words: plural(of('folder'), 'folder') },
    { count: of('dashboard'), words: plural(of('dashboard'), 'dashboard') },
    { count: of('rules'), words: plural(of('rules'), 'group of alert rules', 'groups of alert rules') },
  ];
  return listed(parts.filter(({ count }) => count > 0).map(({ words }) => words));
}

const OUTCOMES: readonly [Outcome, string][] = [
  ['created', 'made'],
  ['updated', 'updated'],
  ['removed', 'removed'],
  ['same', 'as it was'],
  ['left', 'left alone'],
];

/** `5 made, 1 updated, 2 left alone.` */
export function outcomeWords(things: Done): string {
  const parts = OUTCOMES.flatMap(([outcome, words]) => {
    const count = things.filter((thing) => thing.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${count > 1 ? words.replace('it was', 'they were') : words}`];
  });
  return parts.length === 0 ? 'There was nothing to do.' : `${parts.join(', ')}.`;
}

/** Titles of what an act that was refused in its midst did, and of what it did not; told by what is there now. */
export function halfWay(
  { what, overwrite, before }: { what: 'apply' | 'remove'; overwrite: string[]; before: GrafanaThing[] },
  now: readonly GrafanaThing[],
): { done: string[]; missing: string[] } {
  const wanted = (what === 'apply' ? toPut : toRemove)(before, overwrite);
  const end = what === 'apply' ? 'same' : 'absent';
  function isDone({ id }: GrafanaThing): boolean {
    const found = now.find((thing) => thing.id === id);
    // A group of rules that are all switched off is not listed where it is not there.
    return found === undefined || found.standing === end;
  }
  const titles = (things: GrafanaThing[]) => things.map(({ title }) => title);
  return {
    done: titles(wanted.filter(isDone)),
    missing: titles(wanted.filter((thing) => !isDone(thing))),
  };
}

/** An address that may be opened; null for one that a browser would run, or that is none. */
export function webAddress(url: string | null): string | null {
  const protocol = url === null ? undefined : URL.parse(url)?.protocol;
  return protocol === 'https:' || protocol === 'http:' ? url : null;
}
