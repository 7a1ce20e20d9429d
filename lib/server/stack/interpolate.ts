import 'server-only';

/**
 * Variable references of the Compose specification: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`,
 * `${NAME:?message}`, `${NAME?message}`, `${NAME:+other}`, `${NAME+other}`, `$$` for a dollar sign; nested.
 * https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 * @throws Error for anything else that begins with a dollar sign, and for a required variable that is missing
 */
export function interpolate(template: string, lookUp: (name: string) => string | undefined): string {
  let result = '';
  let at = 0;
  for (;;) {
    const dollar = template.indexOf('$', at);
    if (dollar === -1) return result + template.slice(at);
    result += template.slice(at, dollar);
    const next = template[dollar + 1];
    if (next === '$') {
      result += '$';
      at = dollar + 2;
      continue;
    }
    if (next === '{') {
      const end = closingBrace(template, dollar);
      result += braced(template.slice(dollar + 2, end), lookUp);
      at = end + 1;
      continue;
    }
    const name = /^[_a-z][_a-z0-9]*/i.exec(template.slice(dollar + 1))?.[0];
    if (name === undefined) throw new Error('a dollar sign is not followed by a name');
    result += lookUp(name) ?? '';
    at = dollar + 1 + name.length;
  }
}

function braced(content: string, lookUp: (name: string) => string | undefined): string {
  const match = /^([_a-z][_a-z0-9]*)(?:(:?[-?+])(.*))?$/is.exec(content);
  if (match === null) throw new Error('a reference in braces is malformed');
  const [, name = '', operator = '', argument = ''] = match;
  const value = lookUp(name);
  const isGiven = value !== undefined && (!operator.startsWith(':') || value !== '');
  switch (operator.at(-1)) {
    case '-':
      return isGiven ? value : interpolate(argument, lookUp);
    case '+':
      return isGiven ? interpolate(argument, lookUp) : '';
    case '?':
      if (!isGiven) throw new Error(`${name} is required`);
      return value;
    default:
      return value ?? '';
  }
}

function closingBrace(template: string, from: number): number {
  let open = 0;
  for (let i = from; i < template.length; i++) {
    if (template.startsWith('${', i)) {
      open++;
      i++;
    } else if (template[i] === '}' && --open === 0) {
      return i;
    }
  }
  throw new Error('a brace is not closed');
}
