import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiDocument, type Operation, readDocument } from '../../support/openapi/document.ts';
import { type Try, triesOf } from '../../support/openapi/inputs.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { OWNER_PASSWORD, type Panel } from '../../support/panel/panel.ts';
import { runDir } from '../../support/run/run-dir.ts';
import { copyCompose } from '../../support/stack/stack.ts';

let panel: Panel;
let api: ApiDocument;
const tokens = { read: '', write: '' };

beforeAll(async () => {
  const stackDir = path.join(runDir('bare', 'openapi'), 'compose');
  copyCompose(stackDir);
  panel = await startBarePanel('openapi', stackDir);
  await panel.claim();
  await makeTokens();
  api = readDocument(await panel.json('GET', '/api/openapi.json'));
});
afterAll(async () => {
  await panel?.stop();
});

async function makeTokens(): Promise<void> {
  for (const scope of ['read', 'write'] as const)
    tokens[scope] = (await panel.json<{ token: string }>('POST', '/api/token', { scope })).token;
}

type Who = 'owner' | 'read' | 'write' | 'nobody';

async function ask({ method }: Operation, one: Try, who: Who): Promise<Response> {
  const headers: Record<string, string> = { ...one.headers };
  if (who === 'owner') Object.assign(headers, { cookie: panel.cookie(), origin: panel.url });
  else if (who !== 'nobody') headers.authorization = `Bearer ${tokens[who]}`;
  return fetch(panel.url + one.path, {
    method,
    headers,
    body: method === 'GET' ? undefined : one.body,
    redirect: 'manual',
  });
}

/** How an answer is outside of the document, in words; empty: it is not. */
async function breaches({ responses }: Operation, answer: Response): Promise<string[]> {
  const type = answer.headers.get('content-type');
  const said = responses[answer.status];
  if (said === undefined)
    return [`${answer.status} is not documented: ${(await answer.text()).slice(0, 300)}`];
  if (answer.status === 500) return [await answer.text()];
  const [known, media] = Object.entries(said.content ?? {})[0] ?? [null, null];
  if (media === null) return (await answer.text()) === '' ? [] : ['a body that is not documented'];
  if (type?.replace('; charset=utf-8', '') !== known?.replace('; charset=utf-8', ''))
    return [`${type} instead of ${known}`];
  if (known === 'text/event-stream') return eventBreaches(media['x-events'] ?? {}, answer);
  if (known !== 'application/json')
    return (await answer.arrayBuffer()).byteLength > 0 ? [] : ['an empty file'];
  return api.misfits(media.schema, await answer.json());
}

/** Of the first event. */
async function eventBreaches(
  events: Record<string, Record<string, unknown>>,
  answer: Response,
): Promise<string[]> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let found: RegExpExecArray | null = null;
  while (reader && !found) {
    const { done, value = '' } = await reader.read();
    text += value;
    found = /event: (\w+)\ndata: (.*)\n\n/.exec(text);
    if (done) break;
  }
  await reader?.cancel();
  const [, name = '', data = 'null'] = found ?? [];
  return events[name]
    ? api.misfits(events[name], JSON.parse(data))
    : [`the event “${name}” is not documented`];
}

const SCHEME = { owner: 'session', read: 'readToken', write: 'writeToken', nobody: '' };
const opens = ({ security }: Operation, who: Who) =>
  security.length === 0 || security.some((each) => SCHEME[who] in each);

/** What ends sessions and tokens, or uses up tries at the password, comes once all else was tried. */
const isLast = ({ method, path: url }: Operation) =>
  url === '/api/password' || url === '/api/session' || (method === 'DELETE' && /session|token/.test(url));

/** Every route with every input that it may get, and of those that do not open one. */
async function walk(who: Who): Promise<string[]> {
  const found: string[] = [];
  for (const operation of api.operations.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)))) {
    const isOpen = opens(operation, who);
    for (const one of isOpen ? triesOf(operation) : triesOf(operation).slice(0, 1)) {
      if (who === 'owner' && isLast(operation)) await panel.login();
      const answer = await ask(operation, one, who);
      const words = await breaches(operation, answer);
      if (!isOpen && answer.status !== 401) words.push(`${answer.status} for ${who}`);
      found.push(...words.map((each) => `${operation.method} ${one.path} (${one.what}): ${each}`));
    }
  }
  return found;
}

describe('every route answers as openapi.json says, to good input and to bad', () => {
  test('for the owner', async () => {
    expect(await walk('owner')).toEqual([]);
    await panel.login(OWNER_PASSWORD);
    await makeTokens();
  });

  test.each(['read', 'write', 'nobody'] as const)('for %s', async (who) => {
    expect(await walk(who)).toEqual([]);
  });
});

test('every body that is JSON has an example, and so has every answer', () => {
  const without = api.operations.filter(({ path: url, body, responses }) => {
    const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    const media = answers.flatMap(([, { content }]) => content?.['application/json'] ?? []);
    return (
      url !== '/api/openapi.json' && [...media, body].some((each) => each !== null && !('example' in each))
    );
  });
  expect(without.map(({ method, path: url }) => `${method} ${url}`)).toEqual([]);
});

test('every example of an answer fits its schema', () => {
  const odd = api.operations.flatMap(({ method, path: url, responses }) =>
    Object.values(responses).flatMap(({ content = {} }) =>
      Object.values(content)
        .filter(({ example }) => example !== undefined)
        .flatMap(({ schema, example }) =>
          api.misfits(schema, example).map((words) => `${method} ${url}: ${words}`),
        ),
    ),
  );
  expect(odd).toEqual([]);
});
