import 'server-only';

/** An instruction of RE2's program, as re2js numbers them; it exports no names for these. */
interface Instruction {
  op: number;
  out: number;
  /** The other way out, or which places in the text it asks for. */
  arg: number;
  runes: ArrayLike<number>;
}
/** What re2js makes of a pattern. */
export interface Program {
  inst: readonly Instruction[];
  start: number;
}

const ALT = 1;
const ALT_MATCH = 2;
const CAPTURE = 3;
const PLACE = 4;
const NOP = 7;
const ONE_CHARACTER = 9;
const isCharacter = ({ op }: Instruction) => op >= 8 && op <= 11;

const BEGIN_LINE = 1;
const BEGIN_TEXT = 4;
const END_TEXT = 8;
const WORD_BOUNDARY = 16;
const NO_WORD_BOUNDARY = 32;
const isPlace = ({ op, arg }: Instruction, places: number) => op === PLACE && (arg & places) !== 0;

/**
 * Where vmagent reads a valid pattern in another way than RE2, in plain words, or null. It takes the plain text at the
 * beginning off and tries the rest on the rest of the value, as if the value began there; and it drops ^ and $ at the
 * ends of a part that is repeated (VictoriaMetrics, lib/regexutil). A rule would do something else than it says.
 */
export function misreading(program: Program): string | null {
  if (asksAfterPlainText(program)) {
    return 'vmagent misreads \\b and \\B right after plain text: it takes what follows for the beginning. Write what may follow, such as ([^0-9A-Za-z_].*)?';
  }
  const { inst } = program;
  const afterCharacter = reached(
    inst,
    inst.filter(isCharacter).map(({ out }) => out),
  );
  const afterEnd = reached(
    inst,
    inst.filter((each) => isPlace(each, END_TEXT)).map(({ out }) => out),
  );
  return afterCharacter.some((each) => isPlace(each, BEGIN_TEXT)) || afterEnd.some(isCharacter)
    ? 'vmagent misreads ^ and $ in the midst of a pattern. Leave them out: a pattern always matches the whole value.'
    : null;
}

/** Whether a place that depends on what stands before it is asked for right after text that every match begins with. */
function asksAfterPlainText({ inst, start }: Program): boolean {
  let now = reached(inst, [start], BEGIN_TEXT);
  for (let length = 0; length < inst.length; length++) {
    if (now.some((each) => isPlace(each, BEGIN_LINE | WORD_BOUNDARY | NO_WORD_BOUNDARY))) return length > 0;
    const ends = now.filter(
      (each) => ![ALT, ALT_MATCH, CAPTURE, NOP].includes(each.op) && !isPlace(each, BEGIN_TEXT),
    );
    const rune = ends[0]?.runes?.[0];
    if (ends.length === 0 || ends.some(({ op, runes }) => op !== ONE_CHARACTER || runes[0] !== rune))
      return false;
    now = reached(
      inst,
      ends.map(({ out }) => out),
      BEGIN_TEXT,
    );
  }
  return false;
}

/** The instructions that are met from `from` on without a character. @param places those that are passed */
function reached(inst: readonly Instruction[], from: readonly number[], places = ~0): Instruction[] {
  const seen = new Set<number>();
  const todo = [...from];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const each = inst[at];
    if (each === undefined || seen.has(at)) continue;
    seen.add(at);
    if (each.op === ALT || each.op === ALT_MATCH) todo.push(each.out, each.arg);
    else if (each.op === CAPTURE || each.op === NOP || isPlace(each, places)) todo.push(each.out);
  }
  return [...seen].flatMap((at) => inst[at] ?? []);
}
