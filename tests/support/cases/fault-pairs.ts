import type { Pipeline, VerdictContext } from '@/lib/verdict/terms/types';
import { calmContext, healthy } from '../fakes/fake-pipeline.ts';
import type { Change } from '../panel/judge.ts';
import type { Case } from './verdict-case.ts';

interface World {
  pipeline: Pipeline;
  context: VerdictContext;
}

function world(...changes: Change[]): World {
  const made = { pipeline: healthy(), context: calmContext() };
  for (const change of changes) change(made.pipeline, made.context);
  return made;
}

const KEYS = ['name', 'job', 'id'] as const;

/** Every single value by its path; parts of a list go by their name, so that two of them can change at a time. */
function flat(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value) ?? 'undefined']];
  const parts = Object.entries(value).map(([key, part]) => {
    const named = Array.isArray(value) ? KEYS.map((name) => (part as Record<string, unknown>)[name]) : [];
    return [named.find((name) => typeof name === 'string') ?? key, part] as const;
  });
  return [
    [`${path}#`, String(Array.isArray(value))],
    ...parts.flatMap(([key, part]) => flat(part, `${path}.${key}`)),
  ];
}

const CALM = new Map(flat(world()));

/** What a fault makes of a healthy pipeline: the values that differ, by path; null: it is gone. */
function changes(of: World): Map<string, string | null> {
  const now = new Map(flat(of));
  const paths = new Set([...CALM.keys(), ...now.keys()]);
  return new Map(
    [...paths]
      .filter((path) => CALM.get(path) !== now.get(path))
      .map((path) => [path, now.get(path) ?? null]),
  );
}

/** The second of two faults of the same target is that of another one. */
function onAnotherTarget({ change }: Case): Change {
  return (pipeline) => {
    const [target] = world(change).pipeline.targets;
    if (target) pipeline.targets.push({ ...target, job: 'thing', instance: 'thing:80', source: null });
  };
}

const isOfTarget = ({ rule }: Case) => rule.startsWith('target-');

/** What each fault changes by itself, since it is asked of for every pair. */
const known = new WeakMap<Change, Map<string, string | null>>();

function changesOf(change: Change): Map<string, string | null> {
  const made = known.get(change) ?? changes(world(change));
  known.set(change, made);
  return made;
}

/** Two faults in one pipeline; null: they cannot happen together, since each wants the same thing to be otherwise. */
export function together(a: Case, b: Case): World | null {
  const second = isOfTarget(a) && isOfTarget(b) ? onAnotherTarget(b) : b.change;
  const made = world(a.change, second);
  const both = changes(made);
  const isKept = (change: Change) =>
    [...changesOf(change)].every(([path, value]) => (both.get(path) ?? null) === value);
  // That no reason is known and that one is.
  if (made.pipeline.delivery.failure && [a, b].some(({ rule }) => rule === 'waiting')) return null;
  return isKept(a.change) && isKept(second) ? made : null;
}
