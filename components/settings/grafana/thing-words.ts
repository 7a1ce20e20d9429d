import { listed } from '@/lib/english';
import { plural } from '@/lib/format';
import type { GrafanaResult, GrafanaThing } from '@/lib/schemas/grafana/grafana';

type Kind = GrafanaThing['kind'];
type Done = Extract<GrafanaResult, { state: 'done' }>['things'];
export type Outcome = Done[number]['outcome'];

export const kindWords: Record<Kind, string> = {
  folder: 'Folder',
  dashboard: 'Dashboard',
  rules: 'Alert rules',
};

/** Left alone unless the reader says otherwise. */
export const isHeld = ({ standing }: GrafanaThing) => standing === 'changed-there' || standing === 'foreign';

/** What overwriting means, for what is held. */
export function overwriteWords({ kind, standing }: GrafanaThing): string {
  const isForeign = standing === 'foreign';
  if (kind === 'folder')
    return isForeign ? 'Weir takes it as its folder.' : 'Its title is Weir’s again. What is in it stays.';
  return isForeign
    ? 'What has this name there is gone then, and Weir’s is in its place.'
    : 'What was changed there is gone then.';
}

/** What pressing the button would put there, or put there anew. */
export const changed = (things: readonly GrafanaThing[], ticked: readonly string[]) =>
  things.filter(
    (thing) =>
      thing.standing === 'absent' ||
      thing.standing === 'older' ||
      (isHeld(thing) && ticked.includes(thing.id)),
  );

/** What Weir put there and is there: what would be taken back. */
export const ownThings = (things: readonly GrafanaThing[]) =>
  things.filter(({ standing }) => standing !== 'absent' && standing !== 'foreign');

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
  const wanted = what === 'apply' ? changed(before, overwrite) : ownThings(before);
  const end = what === 'apply' ? 'same' : 'absent';
  const isDone = ({ id }: GrafanaThing) => now.find((thing) => thing.id === id)?.standing === end;
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
