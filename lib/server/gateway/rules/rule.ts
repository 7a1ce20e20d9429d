import 'server-only';
import { type Asked, type JsonMap, readJson } from '../read/asked';
import { Refusal } from '../read/refusal';
import type { Ask } from './engine';
import type { World } from './world';

/** What is done with a call that a rule lets through. */
export type Answer =
  /** The gateway's own. */
  | { json: unknown }
  /** The engine's, as it comes. `read` sees the lines of a stream as they pass. */
  | { ask: Ask; read?: (line: string) => void }
  /** The engine's, as far as the panel needs it. `cut` may also look at it. */
  | { ask: Ask; cut: (data: unknown) => unknown };

export interface Call {
  asked: Asked;
  /** What stands in the place of the hole in the rule's path. */
  hole: string;
  body: Buffer;
  world: World;
  /** Aborts when the panel lets go of the call. */
  signal: AbortSignal;
}

export interface Rule {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** With at most one hole: `{id}` of a container or a command in one, `{name}` or `{image}`. */
  path: string;
  /** The engine is asked for these without a version, too. */
  isUnversioned?: boolean;
  /** Keys that the query may have, and the form of each value. */
  query?: Readonly<Record<string, RegExp>>;
  /** Keys that it must have. */
  needs?: readonly string[];
  /** What is sent along; `none` unless told. `ignored`: the client says the query again there, or files that are not used. */
  body?: 'json' | 'tar' | 'ignored' | 'files';
  /** It may go on for as long as the panel listens. */
  isStream?: boolean;
  /** @throws Refusal */
  answer: (call: Call) => Promise<Answer>;
}

const HOLES: Readonly<Record<string, RegExp>> = {
  '{id}': /^[0-9a-f]{64}$/,
  '{name}': /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/,
  '{image}': /^[a-z0-9][A-Za-z0-9_.:/@-]{0,299}$/,
};
const HOLE = /\{\w+\}/;

export const YES = /^(?:true|1)$/;
export const ANY = /^[^\p{Cc}]*$/u;

/** How a rule is called in counts and tests. */
export const nameOf = ({ method, path }: Pick<Rule, 'method' | 'path'>): string => `${method} ${path}`;

/** What stands in the hole when the path fits the rule's; '' for one without a hole, null when it does not fit. */
function fits(pattern: string, path: string): string | null {
  const [hole] = HOLE.exec(pattern) ?? [];
  if (hole === undefined) return pattern === path ? '' : null;
  const [before = '', after = ''] = pattern.split(hole);
  if (!path.startsWith(before) || !path.endsWith(after)) return null;
  const found = path.slice(before.length, path.length - after.length);
  return path.length > before.length + after.length && HOLES[hole]?.test(found) ? found : null;
}

/** The rule for a request, and what stands in its hole. @throws Refusal when there is none */
export function findRule(rules: readonly Rule[], asked: Asked): { rule: Rule; hole: string } {
  for (const rule of rules) {
    if (rule.method !== asked.method) continue;
    const hole = fits(rule.path, asked.path);
    if (hole === null) continue;
    if (asked.version === null && rule.isUnversioned !== true)
      throw new Refusal('the address has no version');
    checkQuery(rule, asked);
    return { rule, hole };
  }
  throw new Refusal(`${asked.method} ${asked.path.slice(0, 80)} is nothing that the panel needs`);
}

function checkQuery({ query = {}, needs = [] }: Rule, asked: Asked): void {
  const missing = needs.find((key) => !asked.query.has(key));
  if (missing !== undefined) throw new Refusal(`${missing} is missing`);
  for (const [key, value] of asked.query) {
    const form = Object.hasOwn(query, key) ? query[key] : undefined;
    if (form === undefined) throw new Refusal(`${key} is nothing that the panel needs there`);
    if (!form.test(value)) throw new Refusal(`${key} has a form that is not used`);
  }
}

/** The same path for the engine, with the version that the panel speaks. */
export const pathOf = ({ asked }: Pick<Call, 'asked'>, path: string): string =>
  asked.version === null ? path : `/${asked.version}${path}`;

/** The same request once more, made anew. */
export function again(call: Call): Ask {
  const { method, path, query } = call.asked;
  return { method, path: pathOf(call, path), query: Object.fromEntries(query) };
}

/** Asks the engine a question of the gateway's own. @throws EngineRefusal, EngineGone */
export function look(
  call: Call,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  return call.world.engine.json({ method: 'GET', path: pathOf(call, path), query }, call.signal);
}

export const sentJson = (call: Call): JsonMap => readJson(call.body.toString(), 'the body');

/** Of an answer only what the panel uses. */
export function only(data: unknown, keys: readonly string[]): JsonMap {
  const map = (data ?? {}) as JsonMap;
  return Object.fromEntries(keys.flatMap((key) => (key in map ? [[key, map[key]]] : [])));
}
