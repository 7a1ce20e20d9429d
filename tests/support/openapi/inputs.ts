import type { Operation, Parameter } from './document.ts';

/** One request that is made of an operation. */
export interface Try {
  what: string;
  path: string;
  body?: string;
  headers: Record<string, string>;
}

type Json = Record<string, unknown>;

/** Values of anything but the right type, or far out of bounds. */
const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'x'.repeat(20_000),
  'a\u0000b',
  [],
  [[]],
  {},
  { a: 1 },
];
const WRONG_TEXTS = ['', '-1', '1e99', 'NaN', 'x'.repeat(3000), 'a\u0000b', '../../etc/passwd', '🦆', '%'];

const JSON_TYPE = { 'content-type': 'application/json' };

/** Requests that fit the document, and many that do not. */
export function triesOf(operation: Operation): Try[] {
  const isRead = operation.method === 'GET';
  const headers: Record<string, string> = isRead ? {} : { ...JSON_TYPE, 'if-match': '*' };
  const good = bodyOf(operation);
  const body = good === undefined ? {} : { body: JSON.stringify(good) };
  const query = operation.parameters.filter((each) => each.in === 'query');
  const tries: Try[] = [{ what: 'as it should be', path: urlOf(operation), headers, ...body }];
  for (const parameter of query)
    for (const value of [...valuesOf(parameter), ...WRONG_TEXTS])
      tries.push({
        what: `${parameter.name}=${value.slice(0, 20)}`,
        path: urlOf(operation, parameter, value),
        headers,
        ...body,
      });
  for (const parameter of operation.parameters.filter((each) => each.in === 'path'))
    for (const value of WRONG_TEXTS.filter(Boolean))
      tries.push({
        what: `path ${value.slice(0, 20)}`,
        path: urlOf(operation, parameter, value),
        headers,
        ...body,
      });
  if (isRead) return tries;
  const path = urlOf(operation);
  const { 'if-match': _, ...unmatched } = headers;
  tries.push(
    { what: 'without If-Match', path, headers: unmatched, ...body },
    { what: 'an older If-Match', path, headers: { ...headers, 'if-match': '"0000000000000000"' }, ...body },
    { what: 'a form', path, headers: { ...headers, 'content-type': 'text/plain' }, ...body },
    { what: 'no JSON', path, headers, body: '{"' },
    { what: 'nothing', path, headers, body: '' },
    { what: 'too much', path, headers, body: JSON.stringify({ x: 'x'.repeat(70_000) }) },
    { what: 'too deep', path, headers, body: `${'['.repeat(9_000)}${']'.repeat(9_000)}` },
  );
  for (const wrong of [...WRONG, ...wrongOnes(good)])
    tries.push({ what: JSON.stringify(wrong).slice(0, 60), path, headers, body: JSON.stringify(wrong) });
  return tries;
}

/** The example of the document, so that nothing outside is asked for anything. */
export function bodyOf({ body }: Operation): unknown {
  if (!body) return undefined;
  const text = JSON.stringify(body.example ?? {})
    .replaceAll(/https:\/\/[^"]*/g, 'http://127.0.0.1:9/none')
    .replaceAll('"enabled":true,"accessKeyId"', '"enabled":false,"accessKeyId"');
  return JSON.parse(text);
}

/** A good value with one field wrong, or one too many. */
function* wrongOnes(good: unknown): Generator<unknown> {
  if (typeof good !== 'object' || good === null) return;
  yield { ...good, another: 1 };
  for (const key of Object.keys(good)) for (const wrong of WRONG) yield { ...good, [key]: wrong };
}

/** The bounds and the choices that a parameter has. */
function valuesOf({ schema }: Parameter): string[] {
  const { enum: choices = [], minimum, maximum, default: usual } = schema as Json & { enum?: unknown[] };
  return [...choices, minimum, maximum, usual].filter((each) => each !== undefined).map(String);
}

/** A path part that nothing has, unless the document says which there are. */
const partOf = ({ schema, name }: Parameter) => {
  const [choice] = valuesOf({ schema } as Parameter);
  if (choice !== undefined) return choice;
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  // The id of a dashboard, and of nothing else.
  return name === 'metric' ? 'up' : 'pi';
};

function urlOf({ path, parameters }: Operation, changed?: Parameter, value = ''): string {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return encodeURIComponent(changed === parameter ? value : parameter ? partOf(parameter) : name);
  });
  const query = new URLSearchParams();
  for (const parameter of parameters.filter((each) => each.in === 'query')) {
    if (parameter === changed) query.set(parameter.name, value);
    else if (parameter.required) query.set(parameter.name, valuesOf(parameter)[0] ?? 'up');
  }
  return query.size > 0 ? `${url}?${query}` : url;
}
