/** A part of a pattern as texts that it may match, one for each way through its groups. */
interface Part {
  /** In place of `(a|b)` or `[ab]`: what stands first and what stands last. */
  first: string[];
  last: string[];
}

/** Characters that a class is tried with; all kinds that patterns tell apart. */
const CANDIDATES = [...'a0 .-_/:"\'=,;@<>?#%&+[]{}()\\|~A\tz9\u001b\u0000\u202e'];

/** One character that the class or escape matches, or '' for an assertion. */
function sample(source: string, flags: string): string {
  const pattern = new RegExp(`^${source}$`, flags);
  return CANDIDATES.find((char) => pattern.test(char)) ?? '';
}

/** Reads the source of a regular expression, far enough to write texts that nearly match it. */
class Reader {
  private at = 0;
  private readonly source: string;
  private readonly flags: string;

  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags.replace(/[gy]/g, '');
  }

  /** The alternatives up to a closing parenthesis or the end. */
  alternatives(): Part[] {
    const found: Part[] = [{ first: [], last: [] }];
    while (this.at < this.source.length && this.source[this.at] !== ')') {
      if (this.source[this.at] === '|') {
        this.at += 1;
        found.push({ first: [], last: [] });
        continue;
      }
      const { first, last } = this.atom();
      found.at(-1)?.first.push(...first);
      found.at(-1)?.last.push(...last);
      this.at += /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.source.slice(this.at))?.[0].length ?? 0;
    }
    return found;
  }

  private atom(): Part {
    const rest = this.source.slice(this.at);
    if (rest.startsWith('(')) return this.group(rest);
    const token =
      /^(?:\[(?:\\.|[^\]\\])*\]|\\(?:u\{\w+\}|u\w{4}|x\w\w|[pP]\{[^}]*\}|.)|.)/s.exec(rest)?.[0] ?? rest;
    this.at += token.length;
    if (/^(?:[\^$]|\\[bB0-9])$/.test(token)) return { first: [], last: [] };
    const isPlain = token.length === 1 && token !== '.';
    const text = isPlain ? token : sample(token, this.flags);
    return { first: [text], last: [text] };
  }

  private group(rest: string): Part {
    const opening = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(rest)?.[0] ?? '(';
    this.at += opening.length;
    const inner = this.alternatives();
    this.at += 1;
    if (opening.includes('!')) return { first: [], last: [] };
    return { first: inner[0]?.first ?? [], last: inner.at(-1)?.last ?? [] };
  }
}

/**
 * Texts that cost the most time in a regular expression that is not linear: what nearly matches again and again, and
 * what matches up to a part that is then repeated. They find polynomial and exponential patterns of the usual shapes.
 * @returns for each of them how it is written with (about) so many characters
 */
export function worstInputs({ source, flags }: RegExp): ((chars: number) => string)[] {
  const inputs = new Map<string, (chars: number) => string>();
  const fill = (head: string, pump: string, tail: string) => {
    if (pump === '') return;
    const text = (chars: number) => head + pump.repeat(Math.ceil(chars / pump.length)) + tail;
    inputs.set(text(2 * pump.length), text);
  };
  for (const { first, last } of new Reader(source, flags).alternatives()) {
    for (const tokens of [first, last]) {
      for (let end = 1; end <= tokens.length; end++) {
        const head = tokens.slice(0, end - 1).join('');
        const token = tokens[end - 1] ?? '';
        fill('', head + token, '\n');
        fill(head, token, '\n\u0000');
        fill('', token, '\u0000');
        fill(head + token, token + (tokens[end] ?? ''), '\u0000');
      }
    }
  }
  return [...inputs.values()];
}
