import { type CharTest, oneChar, PatternError, parseClass, parseEscape, type Reader } from './relabel-class';

export type Node =
  | { kind: 'set'; test: CharTest }
  | { kind: 'start' | 'end' }
  | { kind: 'sequence' | 'either'; parts: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number | null };

const MAX_REPEAT = 1000;
const MAX_DEPTH = 100;
const LINE_BREAK = 10;
const END_OF_GROUP = new Set([')', '|']);

/** Parses a pattern by the grammar of Go's regexp/syntax, as far as relabelling needs it. @throws PatternError */
export function parsePattern(pattern: string): Node {
  const reader: Reader = { chars: Array.from(pattern), at: 0, flags: { anyCase: false, dotAll: false } };
  const node = either(reader, 0);
  if (reader.at < reader.chars.length) throw new PatternError('There is a ) without its (.');
  return node;
}

function either(reader: Reader, depth: number): Node {
  if (depth > MAX_DEPTH) throw new PatternError('The parentheses are nested too deeply.');
  const parts = [sequence(reader, depth)];
  while (reader.chars[reader.at] === '|') {
    reader.at++;
    parts.push(sequence(reader, depth));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'either', parts };
}

function sequence(reader: Reader, depth: number): Node {
  const parts: Node[] = [];
  while (reader.at < reader.chars.length && !END_OF_GROUP.has(reader.chars[reader.at] ?? '')) {
    parts.push(repeated(reader, atom(reader, depth)));
  }
  return { kind: 'sequence', parts };
}

function atom(reader: Reader, depth: number): Node {
  const char = reader.chars[reader.at++] ?? '';
  switch (char) {
    case '(':
      return group(reader, depth);
    case '[':
      return { kind: 'set', test: parseClass(reader) };
    case '.': {
      const { dotAll } = reader.flags;
      return { kind: 'set', test: (code) => dotAll || code !== LINE_BREAK };
    }
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '\\':
      if (reader.chars[reader.at] === 'A') return step(reader, 'start');
      if (reader.chars[reader.at] === 'z') return step(reader, 'end');
      return { kind: 'set', test: parseEscape(reader) };
    case '*':
    case '+':
    case '?':
      throw new PatternError(`There is nothing before ${char} that it could repeat. For any text write .*`);
    default:
      return { kind: 'set', test: oneChar(char, reader.flags.anyCase) };
  }
}

function step(reader: Reader, kind: 'start' | 'end'): Node {
  reader.at++;
  return { kind };
}

function group(reader: Reader, depth: number): Node {
  const rest = reader.chars.slice(reader.at, reader.at + 200).join('');
  if (/^\?<?[=!]/.test(rest)) {
    throw new PatternError(
      'Look-ahead and look-behind, (?=…) and (?!…), do not exist in vmagent’s patterns. Use a second rule instead.',
    );
  }
  const flags = { ...reader.flags };
  const named = /^\?P?<[A-Za-z_]\w*>/.exec(rest)?.[0];
  const flagged = /^\?([is]*)(?:-([is]*))?([:)])/.exec(rest);
  if (named !== undefined) reader.at += named.length;
  else if (flagged) {
    const [all, on = '', off = '', end] = flagged;
    reader.at += all.length;
    const set = (letter: string, now: boolean) => (on.includes(letter) || now) && !off.includes(letter);
    reader.flags = { anyCase: set('i', flags.anyCase), dotAll: set('s', flags.dotAll) };
    // Flags on their own hold to the end of the group around them.
    if (end === ')') return { kind: 'sequence', parts: [] };
  } else if (rest.startsWith('?')) {
    throw new PatternError('This kind of group, (?…), does not exist in vmagent’s patterns.');
  }
  const node = either(reader, depth + 1);
  if (reader.chars[reader.at] !== ')') throw new PatternError('There is a ( without its ).');
  reader.at++;
  reader.flags = flags;
  return node;
}

function repeated(reader: Reader, part: Node): Node {
  const counts = quantifier(reader);
  if (counts === null) return part;
  // Whether it takes as little or as much as possible makes no difference to a whole match.
  if (reader.chars[reader.at] === '?') reader.at++;
  if (quantifier({ ...reader }) !== null) throw new PatternError('Two repetitions follow each other.');
  const [least, most] = counts;
  if (least > MAX_REPEAT || (most ?? 0) > MAX_REPEAT || (most !== null && most < least)) {
    throw new PatternError('A repetition goes from a number to a larger one, at most 1000.');
  }
  return { kind: 'repeat', part, least, most };
}

function quantifier(reader: Reader): [least: number, most: number | null] | null {
  const char = reader.chars[reader.at];
  const simple = { '*': [0, null], '+': [1, null], '?': [0, 1] } as const;
  if (char === '*' || char === '+' || char === '?') {
    reader.at++;
    return [...simple[char]];
  }
  if (char !== '{') return null;
  // Braces that hold no numbers are plain characters.
  const counted = /^\{(\d+)(,(\d*))?\}/.exec(reader.chars.slice(reader.at, reader.at + 20).join(''));
  if (!counted) return null;
  reader.at += counted[0].length;
  const least = Number(counted[1]);
  return [least, counted[2] === undefined ? least : counted[3] ? Number(counted[3]) : null];
}
