/** What an expression asks for, read off its text: enough of PromQL for the expressions of this folder, as a test sees. */

export interface Matcher {
  label: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** The series of one metric in an expression. */
export interface Selector {
  metric: string;
  matchers: Matcher[];
  /** What puts them together first, and by which labels; null: nothing does. */
  op: string | null;
  by: string[];
}

type Group = Pick<Selector, 'op' | 'by'>;

const PLAIN: Group = { op: null, by: [] };
const AGGREGATIONS = /^(?:sum|avg|min|max|count|group|stddev|stdvar|quantile|count_values|topk|bottomk)$/;
const WITH_LABELS = /^(?:by|on|ignoring|group_left|group_right)$/;
const WORDS = /^(?:and|or|unless|bool|offset)$/;
const NAME = /^[a-zA-Z_:]/;
const TOKEN = /"(?:[^"\\]|\\.)*"|[a-zA-Z_:][\w:]*|\d[\w.]*|[=!]=|[=!]~|\S/g;

/** The selectors of an expression, from left to right. It is written as those here are: `sum by (a) (x)`. */
export function selectorsOf(promql: string): Selector[] {
  const tokens: string[] = promql.match(TOKEN) ?? [];
  const found: Selector[] = [];
  const open: Group[] = [];
  let next = PLAIN;
  let at = 0;
  /** Goes behind the bracket that ends what stands here, and gives what is between. */
  const between = (end: string): string[] => {
    const from = at + 1;
    at = tokens.indexOf(end, from);
    return tokens.slice(from, at);
  };
  for (; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    const isCall = tokens[at + 1] === '(';
    if (token === '[') between(']');
    else if (token === ')') open.pop();
    else if (token === '(') {
      open.push(next);
      next = PLAIN;
    } else if (AGGREGATIONS.test(token)) next = { op: token, by: [] };
    else if (WITH_LABELS.test(token) && isCall) {
      at += 1;
      const labels = between(')').filter((label) => label !== ',');
      if (token === 'by') next = { ...next, by: labels };
    } else if (NAME.test(token) && !isCall && !WORDS.test(token)) {
      if (tokens[at + 1] === '{') at += 1;
      const matchers = tokens[at] === '{' ? matchersIn(between('}')) : [];
      found.push({ metric: token, matchers, ...(open.findLast(({ op }) => op !== null) ?? PLAIN) });
    }
  }
  return found;
}

function matchersIn(tokens: readonly string[]): Matcher[] {
  const parts = tokens.filter((token) => token !== ',');
  return Array.from({ length: parts.length / 3 }, (_, i) => {
    const [label = '', op = '=', value = '""'] = parts.slice(3 * i);
    return { label, op: op as Matcher['op'], value: JSON.parse(value) };
  });
}

/** Whether a value fits; '' is that of a label which is not there. */
export function matches({ op, value }: Matcher, text: string): boolean {
  if (op === '=' || op === '!=') return (text === value) === (op === '=');
  return new RegExp(`^(?:${value})$`).test(text) === (op === '=~');
}
