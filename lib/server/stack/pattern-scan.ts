import 'server-only';

/** Quoted text, escapes, a class in brackets, flags on their own, a counted repetition, or one character. */
const TOKEN =
  /\\Q(.*?)(?:\\E|$)|\\[pPx](?:\{[^}]{0,40}\}|.)|\\.|\[\^?\]?(?:\[:\^?\w{1,10}:\]|\\.|[^\]\\])*\]?|\(\?[imsU-]*\)|\{(\d+)(?:,(\d*))?\}|./gsu;
/** A class of Unicode has up to a thousand ranges. */
const UNICODE_CLASS_SIZE = 100;

const MAX_SHOWN = 30;

export interface PatternScan {
  /** What RE2 would make of it: about the instructions of its program, rather too many. Repetitions are written out. */
  size: number;
  /** Where the innermost ( stands that nothing closes. */
  open: number | null;
  /** Where the first ) stands that closes nothing. */
  close: number | null;
  /** Where text in quotes begins that does not end. */
  quote: number | null;
}

/** Reads a pattern once, before anything is built of it: a few characters can stand for a program of gigabytes. */
export function scanPattern(pattern: string): PatternScan {
  const groups: { at: number; before: number }[] = [];
  const scan: PatternScan = { size: 0, open: null, close: null, quote: null };
  let last = 0;
  const add = (size: number) => {
    scan.size += size;
    last = size;
  };
  for (const { 0: token, 1: quoted, 2: least, 3: most, index } of pattern.matchAll(TOKEN)) {
    if (quoted !== undefined) {
      if (!token.endsWith('\\E')) scan.quote = index;
      scan.size += quoted.length;
      if (quoted !== '') last = 1;
    } else if (least !== undefined) {
      const times = Math.max(1, Number(most || least));
      scan.size += last * (times - 1);
      last *= times;
    } else if (token === '(') {
      groups.push({ at: index, before: scan.size });
      add(2);
    } else if (token === ')') {
      const group = groups.pop();
      if (group) last = scan.size - group.before;
      else scan.close ??= index;
    } else if (token === '*' || token === '+' || token === '?') {
      scan.size += 1;
      last += 1;
    } else if (!token.startsWith('(?')) {
      add(1 + UNICODE_CLASS_SIZE * (token.match(/\\[pP]/g)?.length ?? 0));
    }
  }
  scan.open = groups.at(-1)?.at ?? null;
  return scan;
}

interface SyntaxProblem {
  /** In Go's words (regexp/syntax). */
  error: string;
  /** The part of the pattern that it is about. */
  input: string | null;
}

/** What is wrong with a pattern, and where, in plain words. */
export function syntaxWords({ error, input }: SyntaxProblem, pattern: string, scan: PatternScan): string {
  const part = shown(input ?? '');
  switch (error) {
    case 'missing closing )':
      return `There is a ( without its ): ${shown(pattern.slice(scan.open ?? 0))}`;
    case 'unexpected )':
      return `There is a ) without its (, after ${shownEnd(pattern.slice(0, scan.close ?? 0)) || 'nothing'}`;
    case 'missing closing ]':
      return `There is a [ without its ]: ${part}`;
    case 'missing argument to repetition operator':
      return `There is nothing before ${part} that it could repeat. For any text write .*`;
    case 'invalid nested repetition operator':
      return `Two repetitions follow each other: ${part}`;
    case 'invalid repeat count':
      return `${part} must go from a number to a larger one, at most 1000 with the repetitions inside it.`;
    case 'trailing backslash at end of expression':
      return 'A backslash at the end escapes nothing.';
    case 'invalid escape sequence':
      return /^\\[1-9]/.test(part)
        ? `Back-references such as ${part} do not exist in vmagent’s patterns.`
        : `${part} means nothing in vmagent’s patterns.`;
    case 'invalid character class range':
      return /^\[:|^\\[pP]/.test(part) ? `There is no class ${part}.` : `The range ${part} runs backwards.`;
    case 'duplicate capture group name':
      return `Two groups have the name ${part}.`;
    case 'invalid named capture':
    case 'invalid or unsupported Perl syntax':
      return groupWords(part);
    case 'expression nests too deeply':
      return 'The parentheses are nested too deeply.';
    default:
      return `vmagent cannot read this pattern: ${error} ${part}`.trimEnd();
  }
}

function groupWords(part: string): string {
  if (/^\(\?<?[=!]/.test(part)) {
    return 'Look-ahead and look-behind, (?=…) and (?!…), do not exist in vmagent’s patterns. Use a second rule instead.';
  }
  return /^\(\?P?</.test(part)
    ? `${part} is no group with a name: that is (?P<name>…), with letters, digits and underscores.`
    : `This kind of group, ${part}…), does not exist in vmagent’s patterns.`;
}

const shown = (text: string) => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
const shownEnd = (text: string) => (text.length > MAX_SHOWN ? `…${text.slice(-MAX_SHOWN)}` : text);
