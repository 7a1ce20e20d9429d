import 'server-only';
import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js';
import { misreading } from './pattern-misread';
import { scanPattern, syntaxWords } from './pattern-scan';

/** A pattern that cannot be used; the message says what is wrong and where. */
export class PatternError extends Error {}

/** Whether a whole value matches. */
export type Matcher = (value: string) => boolean;

/** Instructions of RE2. Go takes three million, which a Pi has no memory for; a long list of names has a few hundred. */
const MAX_SIZE = 10_000;
/** Bytes of each pattern's lazy automaton. With more, re2js goes on without it: slower, and still linear. */
const AUTOMATON_BYTES = 256 * 1024;

/** A pattern that RE2 knows. */
export interface Pattern {
  /** How vmagent is known to misread it, in plain words; null: it reads it as RE2 does. */
  misread: string | null;
  matches: Matcher;
}

/**
 * What stops a pattern from being used in a relabelling rule, in plain words, or null: what RE2 does not know (Go,
 * regexp/syntax), what is too large, and what vmagent is known to misread.
 */
export const patternProblem = (pattern: string): string | null =>
  problemOf(() => readPattern(pattern).misread);

/** The same for a pattern that another program of Go reads, and not vmagent. */
export const syntaxProblem = (pattern: string): string | null =>
  problemOf(() => {
    compile(pattern);
    return null;
  });

function problemOf(read: () => string | null): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/**
 * A pattern as vmagent uses it: it must match the whole value, and a dot is also a line break. Matching takes time that
 * is linear in the value and in the pattern's size.
 * @throws PatternError for a pattern that RE2 does not know or that is too large
 */
export function readPattern(pattern: string): Pattern {
  const set = compile(pattern);
  return { misread: misreading(set.prog), matches: (value) => set.match(value).length > 0 };
}

/** @throws PatternError */
function compile(given: string): RE2Set {
  const pattern = withoutAnchors(given);
  if (/\p{Cs}/u.test(pattern)) throw new PatternError('The pattern has half a character in it.');
  const scan = scanPattern(pattern);
  // Written so that it also holds for what is not a number any more.
  if (!(scan.size <= MAX_SIZE)) {
    throw new PatternError('The pattern is too large with its repetitions written out. Repeat less.');
  }
  const set = new RE2Set(RE2Set.ANCHOR_BOTH, RE2JS.DOTALL, AUTOMATON_BYTES);
  try {
    set.add(pattern);
    set.compile();
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw new PatternError(syntaxWords(error, pattern, scan));
    throw error;
  }
  if (scan.quote !== null) throw new PatternError('There is a \\Q without its \\E.');
  return set;
}

/** vmagent takes these off before anything reads the pattern (VictoriaMetrics, lib/regexutil). */
function withoutAnchors(pattern: string): string {
  let from = 0;
  while (pattern[from] === '^') from++;
  let to = pattern.length;
  while (to > from && pattern[to - 1] === '$' && pattern[to - 2] !== '\\') to--;
  return pattern.slice(from, to);
}
