/** The value of a variable, or undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A template that cannot be filled; the message names the variable and never a value. */
export class InterpolationError extends Error {}

const NAME = /^[_a-z][_a-z0-9]*/i;
const OPERATOR = /^:?[-?+]/;

/** Index of the brace that closes the one at `open`, or -1. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '}') {
      depth -= 1;
      if (depth === 0) return at;
    } else if (text[at] === '{') {
      depth += 1;
    }
  }
  return -1;
}

function applyOperator(name: string, operator: string, argument: string, lookup: Lookup): string {
  // Compose fills the argument first, so a nested `:?` fails even where the outer variable is set.
  const filled = interpolate(argument, lookup);
  const value = lookup(name);
  const present = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator.at(-1)) {
    case '-':
      return present ? (value ?? '') : filled;
    case '+':
      return present ? filled : (value ?? '');
    default:
      if (present) return value ?? '';
      throw new InterpolationError(`variable ${name} is not set${filled && `: ${filled}`}`);
  }
}

function braced(inner: string, lookup: Lookup): string {
  const name = NAME.exec(inner)?.[0];
  if (!name) throw new InterpolationError(`\${${inner}} is no variable; write $$ for a literal $`);
  const rest = inner.slice(name.length);
  if (rest === '') return lookup(name) ?? '';
  const operator = OPERATOR.exec(rest)?.[0];
  if (!operator) throw new InterpolationError(`\${${name}…} has an operator that is not known`);
  return applyOperator(name, operator, rest.slice(operator.length), lookup);
}

/**
 * Fills `$VAR`, `${VAR}`, `:-` `-` `:?` `?` `:+` `+` (nested too) and `$$` as Compose does
 * (https://docs.docker.com/reference/compose-file/interpolation/). @throws InterpolationError
 */
export function interpolate(template: string, lookup: Lookup): string {
  let out = '';
  let at = 0;
  while (at < template.length) {
    const dollar = template.indexOf('$', at);
    if (dollar < 0) return out + template.slice(at);
    out += template.slice(at, dollar);
    const next = template[dollar + 1];
    const name = NAME.exec(template.slice(dollar + 1))?.[0];
    if (next === '$') {
      out += '$';
      at = dollar + 2;
    } else if (next === '{') {
      const close = closingBrace(template, dollar + 1);
      if (close < 0) throw new InterpolationError('a ${ is never closed; write $$ for a literal $');
      out += braced(template.slice(dollar + 2, close), lookup);
      at = close + 1;
    } else if (name) {
      out += lookup(name) ?? '';
      at = dollar + 1 + name.length;
    } else {
      // Compose leaves a dollar that starts no variable as it is.
      out += '$';
      at = dollar + 1;
    }
  }
  return out;
}
