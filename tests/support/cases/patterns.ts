import type { Random } from '../run/random';

/** Single characters and classes of every kind that RE2 has. https://github.com/google/re2/wiki/Syntax */
const ATOMS = [
  ...['a', 'b', 'Z', '_', '7', 'é', '🌊', ' ', '-', ']', '}', '{x', '{,2}', '.', '(?-s:.)'],
  ...['\\.', '\\\\', '\\{', '\\t', '\\n', '\\x61', '\\x{1F30A}', '\\141', '\\a', '\\v'],
  ...['\\d', '\\D', '\\w', '\\W', '\\s', '\\S'],
  ...[
    '[ab]',
    '[^a]',
    '[a-c1]',
    '[]x]',
    '[^]x]',
    '[-a]',
    '[a-]',
    '[\\d.]',
    '[^\\W_]',
    '[é-ü]',
    '[\\x{1F30A}b]',
  ],
  ...['[[:digit:]]', '[[:^alpha:]]', '[[:word:]-]', '[^[:space:][:punct:]]', '[[:xdigit:]]'],
  ...['\\pL', '\\PL', '\\p{Lu}', '\\p{^Lu}', '\\p{Greek}', '[\\p{Nd}_]', '[^\\p{Latin}]', '\\p{Any}'],
  ...['\\Qa.b\\E', '\\Q\\E', '\\Q(\\E', '()', '(?:)', '(?i)', '(?-i)', '(?s)', '(?U)', '(?m)'],
];
const REPEATS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{0,1}', '{1,2}?', '{1,}', '{0,}?', '{2,3}'];
const FLAGS = ['i', 's', 'm', 'U', 'is', 'imsU', '-i', 'i-s', 's-im', '-U'];
/** Right after plain text vmagent misreads those that stand in the midst, and says (?m:$) as $. */
const PLACES = ['\\b', '\\B'];
const ENDS = [...PLACES, '(?m:^)', '(?m:$)'];
/** Without line breaks: vmagent's dot takes one, save where the pattern is plain text and one dot. */
const VALUES = Array.from('aAbZ_71. -éΔ🌊x({,]\\');

/** A valid regular expression of Go, with every feature of RE2's syntax; for a match of the whole value. */
export function randomPattern(dice: Random): string {
  const pattern = part(dice, 3);
  return dice.pick([
    () => pattern,
    () => pattern,
    () => `^${pattern}$`,
    () => `\\A(?:${pattern})\\z`,
    () => `(?:^|a)${pattern}`,
    () => `${dice.pick(ENDS)}${pattern}${dice.pick(ENDS)}`,
  ])();
}

/** A label's value of up to five characters, so that it has a chance. */
export function randomValue(dice: Random): string {
  return Array.from({ length: dice.int(6) }, () => dice.pick(VALUES)).join('');
}

function part(dice: Random, depth: number): string {
  const inner = () => part(dice, depth - 1);
  if (depth === 0) return dice.pick(ATOMS);
  return dice.pick([
    () => dice.pick(ATOMS),
    () => `(?:${dice.pick(ATOMS)})${dice.pick(REPEATS)}`,
    () => `(?:${inner()})${dice.pick(REPEATS)}`,
    () => `${inner()}${inner()}`,
    () => `${inner()}${dice.pick(PLACES)}${inner()}`,
    () => `${inner()}|${inner()}`,
    () => `(${inner()}|${inner()}|)`,
    () => `(?${dice.pick(FLAGS)}:${inner()})`,
    () => `(?${dice.pick(['i', 's', 'm', 'U', 'i-s'])})${inner()}`,
    () => `(?${dice.pick(['P', ''])}<n${dice.int(1_000_000)}>${inner()})`,
  ])();
}
