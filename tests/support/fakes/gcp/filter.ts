/** Fields of a series or of a descriptor: `metric.type`, `resource.labels.zone`, … */
export type Fields = Record<string, string>;
type Test = (fields: Fields) => boolean;

export interface Filter {
  matches: Test;
  /** What is asked for: the first metric type, or the beginning of one, that the filter names. */
  asked: string;
  /** Whether it names one metric type, as a list of time series has to. */
  isOneType: boolean;
}

interface Token {
  text: string;
  isQuoted: boolean;
  at: number;
}

export class FilterError extends Error {}

/** Functions that stand where a value may. */
const FUNCTIONS: Record<string, (value: string, given: string[]) => boolean> = {
  starts_with: (value, [start = '']) => value.startsWith(start),
  ends_with: (value, [end = '']) => value.endsWith(end),
  has_substring: (value, [part = '']) => value.includes(part),
  one_of: (value, given) => given.includes(value),
  'monitoring.regex.full_match': (value, [pattern = '']) => new RegExp(`^(?:${pattern})$`).test(value),
};

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|([\w./*-]+)|(!=|[=:(),]))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new FilterError(`token '${text.slice(at, at + 10).trim()}' at column ${at + 1}`);
    const [, quoted, word, sign] = found;
    tokens.push({
      text: quoted?.replace(/\\(.)/g, '$1') ?? word ?? sign ?? '',
      isQuoted: quoted !== undefined,
      at,
    });
  }
  return tokens;
}

/** `metric.label.zone` is an older form of `metric.labels.zone`. */
const fieldOf = (name: string) => name.replace(/^(metric|resource)\.label\./, '$1.labels.');

/** Reads a filter by its grammar: NOT binds tightest, then OR, then AND, as Google says. */
class Reader {
  readonly #tokens: Token[];
  #next = 0;
  asked: string[] = [];
  types: string[] = [];

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): Test {
    const test = this.#tokens.length ? this.#all() : () => true;
    if (this.#next < this.#tokens.length) this.#fail();
    return test;
  }

  #fail(): never {
    const token = this.#tokens[this.#next];
    throw new FilterError(token ? `token '${token.text}' at column ${token.at + 1}` : 'unexpected end');
  }

  #isNext(text: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.text === text && !token.isQuoted;
  }

  #take(text: string): boolean {
    const isThere = this.#isNext(text);
    if (isThere) this.#next += 1;
    return isThere;
  }

  #word(): string {
    const token = this.#tokens[this.#next];
    if (!token || (!token.isQuoted && /^(?:!=|[=:(),])$/.test(token.text))) this.#fail();
    this.#next += 1;
    return token.text;
  }

  #all(): Test {
    const tests = [this.#any()];
    while (this.#take('AND')) tests.push(this.#any());
    return (fields) => tests.every((test) => test(fields));
  }

  #any(): Test {
    const tests = [this.#one()];
    while (this.#take('OR')) tests.push(this.#one());
    return (fields) => tests.some((test) => test(fields));
  }

  #one(): Test {
    if (this.#take('NOT')) {
      const test = this.#one();
      return (fields) => !test(fields);
    }
    if (!this.#take('(')) return this.#comparison();
    const test = this.#all();
    if (!this.#take(')')) this.#fail();
    return test;
  }

  #comparison(): Test {
    const field = fieldOf(this.#word());
    const sign = ['=', '!=', ':'].find((one) => this.#take(one));
    if (!sign) this.#fail();
    const value = this.#word();
    const isCall = this.#isNext('(');
    const given = isCall ? this.#given() : [value];
    if (field === 'metric.type') this.asked.push(given[0] ?? '');
    if (field === 'metric.type' && sign === '=' && !isCall) this.types.push(value);
    const called = isCall ? FUNCTIONS[value] : undefined;
    if (isCall && !called) throw new FilterError(`unknown function '${value}'`);
    const plain = (has: string) => (sign === ':' ? has.includes(value) : has === value);
    const holds = (has: string) => (called ? called(has, given) : plain(has));
    return (fields) => holds(fields[field] ?? '') !== (sign === '!=');
  }

  #given(): string[] {
    this.#take('(');
    const given = [this.#word()];
    while (this.#take(',')) given.push(this.#word());
    if (!this.#take(')')) this.#fail();
    return given;
  }
}

/**
 * Cloud Monitoring's filters, as far as the API's lists take them.
 * https://cloud.google.com/monitoring/api/v3/filters
 * @throws FilterError where it cannot be read
 */
export function readFilter(text: string): Filter {
  const reader = new Reader(text);
  const matches = reader.whole();
  return { matches, asked: reader.asked[0] ?? '', isOneType: reader.types.length === 1 };
}
