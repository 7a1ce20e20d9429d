import { PatternError } from './relabel-class';
import { type Node, parsePattern } from './relabel-parse';

/** More states than this would cost a Pi memory for no reason. */
const MAX_STATES = 20_000;
const MAX_CACHED_SETS = 2_000;

type Edge = { test: (code: number) => boolean; to: number };
interface State {
  /** Taken without a character; `at` is where in the text it may be taken. */
  free: { to: number; at: 'any' | 'start' | 'end' }[];
  edge: Edge | null;
}

type StateSet = readonly number[];

/** Whether a whole value matches. */
export type Matcher = (value: string) => boolean;

/**
 * What stops a pattern from being used in a relabelling rule, in plain words, or null. The rules are those of RE2,
 * which vmagent uses (Go, regexp/syntax): no look-around, no back-references.
 */
export function patternProblem(pattern: string): string | null {
  try {
    compile(pattern);
    return null;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/**
 * A pattern as vmagent uses it: it must match the whole value. Runs in time linear in the value, whatever the pattern,
 * as RE2 does and a JavaScript expression does not.
 * @throws PatternError for what RE2 does not know
 */
export function relabelMatcher(pattern: string): Matcher {
  const { states, start, final } = compile(pattern);
  /** Every set of states that was met, so that equal ones are one object. */
  const sets = new Map<string, StateSet>();
  let steps = new WeakMap<StateSet, Map<number, StateSet>>();

  const follow = (from: readonly number[], isStart: boolean, isEnd: boolean): StateSet => {
    const seen = new Set<number>();
    const todo = [...from];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      for (const { to, at } of states[next]?.free ?? []) {
        if (at === 'any' || (at === 'start' ? isStart : isEnd)) todo.push(to);
      }
    }
    const kept = [...seen].filter((state) => states[state]?.edge || state === final).sort((a, b) => a - b);
    const key = kept.join();
    if (sets.size > MAX_CACHED_SETS) {
      sets.clear();
      steps = new WeakMap();
    }
    const known = sets.get(key) ?? kept;
    sets.set(key, known);
    return known;
  };
  const move = (current: StateSet, code: number, isEnd: boolean): StateSet => {
    const known = isEnd ? undefined : steps.get(current)?.get(code);
    if (known) return known;
    const moved = current.flatMap((state) => {
      const edge = states[state]?.edge;
      return edge?.test(code) ? [edge.to] : [];
    });
    const next = follow(moved, false, isEnd);
    if (isEnd) return next;
    const after = steps.get(current) ?? new Map<number, StateSet>();
    steps.set(current, after.set(code, next));
    return next;
  };
  return (value) => {
    const codes = Array.from(value, (char) => char.codePointAt(0) ?? 0);
    let current = follow([start], true, codes.length === 0);
    for (let i = 0; i < codes.length && current.length > 0; i++) {
      current = move(current, codes[i] ?? 0, i === codes.length - 1);
    }
    return current.includes(final);
  };
}

function compile(pattern: string): { states: State[]; start: number; final: number } {
  const states: State[] = [];
  const add = (): number => {
    if (states.length >= MAX_STATES) throw new PatternError('The pattern is too large.');
    return states.push({ free: [], edge: null }) - 1;
  };
  const link = (from: number, to: number, at: State['free'][number]['at'] = 'any') =>
    states[from]?.free.push({ to, at });

  /** Builds the node between two states. */
  const build = (node: Node, from: number, to: number): void => {
    switch (node.kind) {
      case 'set': {
        const state = states[from];
        if (state && state.edge === null && state.free.length === 0) state.edge = { test: node.test, to };
        else {
          const own = add();
          link(from, own);
          build(node, own, to);
        }
        return;
      }
      case 'start':
      case 'end':
        link(from, to, node.kind);
        return;
      case 'sequence': {
        let at = from;
        for (const part of node.parts) {
          const next = add();
          build(part, at, next);
          at = next;
        }
        link(at, to);
        return;
      }
      case 'either':
        for (const part of node.parts) {
          const own = add();
          link(from, own);
          build(part, own, to);
        }
        return;
      case 'repeat':
        repeat(node, from, to);
    }
  };
  const repeat = ({ part, least, most }: Extract<Node, { kind: 'repeat' }>, from: number, to: number) => {
    let at = from;
    for (let i = 0; i < least; i++) {
      const next = add();
      build(part, at, next);
      at = next;
    }
    const loop = add();
    link(at, loop);
    link(loop, to);
    if (most === null) {
      const body = add();
      link(loop, body);
      build(part, body, loop);
      return;
    }
    let tail = loop;
    for (let i = least; i < most; i++) {
      const body = add();
      const next = add();
      link(tail, body);
      build(part, body, next);
      link(next, to);
      tail = next;
    }
  };

  const start = add();
  const final = add();
  const first = add();
  link(start, first);
  build(parsePattern(pattern), first, final);
  return { states, start, final };
}
