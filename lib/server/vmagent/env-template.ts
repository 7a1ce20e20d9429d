import 'server-only';

/** vmagent fills in what a value brings along too; this deep, in case two name each other. */
const MAX_DEPTH = 5;
/** A value that names itself many times would otherwise fill the memory. */
const MAX_CHARS = 4 * 1024 * 1024;

/** What a program finds in its environment. */
export type Variables = Readonly<Record<string, string | null>>;

/** A text with each `%{NAME}` filled in as vmagent does; one that its environment does not have stays as it is. */
export function fillVariables(text: string, variables: Variables, depth = MAX_DEPTH): string {
  let filled = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('%{', at);
    const end = start === -1 ? -1 : text.indexOf('}', start);
    if (end === -1) return filled + text.slice(at);
    const name = text.slice(start + 2, end);
    const value = Object.hasOwn(variables, name) ? variables[name] : null;
    const known = value ?? text.slice(start, end + 1);
    const isOpen = value && depth > 0 && filled.length < MAX_CHARS;
    filled += text.slice(at, start) + (isOpen ? fillVariables(known, variables, depth - 1) : known);
    at = end + 1;
  }
}
