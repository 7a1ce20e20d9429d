import 'server-only';

/** Quoted text, escapes, a class in brackets, flags on their own, a counted repetition, or one character. */
const TOKEN =
  /\\Q(.*?)(?:\\E|$)|\\[pPx](?:\{[^}]{0,40}\}|.)|\\.|\[\^?\]?(?:\[:\^?\w{1,10}:\]|\\.|[^\]\\])*\]?|\(\?[imsU-]*\)|\{(\d+)(?:,(\d*))?\}|./gsu;
/** A class of Unicode has up to a thousand ranges. */
const UNICODE_CLASS_SIZE = 100;

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
