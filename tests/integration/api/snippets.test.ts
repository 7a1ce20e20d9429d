import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { snippetsFor, TOKEN_PLACE } from '../../../components/auth/snippets.ts';
import { startWithReadToken } from '../../support/panel/bare-panel.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
let token: string;
beforeAll(async () => {
  ({ panel, token } = await startWithReadToken('snippets'));
});
afterAll(async () => panel?.stop());

/** What is copied for a program, with the token in its place. */
const settingsOf = (file: string) =>
  parse((snippetsFor(panel.url).find((each) => each.file === file)?.text ?? '').replace(TOKEN_PLACE, token));

interface Asks {
  url: string;
  headers: Record<string, string>;
}

/** Asks as the program would. */
async function answerTo({ url, headers }: Asks): Promise<unknown> {
  const answer = await fetch(url, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** @throws Error where the answer has no such field */
function fieldOf(answer: unknown, path: readonly string[]): unknown {
  return path.reduce((at, key) => {
    if (typeof at !== 'object' || at === null || !(key in at)) throw new Error(`No ${path.join('.')}`);
    return (at as Record<string, unknown>)[key];
  }, answer);
}

test('the fields of the Homepage widget are in the real answer', async () => {
  const [{ Monitoring: services }] = settingsOf('services.yaml');
  const { widget, href } = services[0].Weir;
  expect(href).toBe(panel.url);
  const answer = await answerTo(widget);
  const fields = widget.mappings.map(({ field }: { field: Record<string, string> }) =>
    fieldOf(answer, Object.entries(field)[0] ?? []),
  );
  expect(fields[0]).toBe('unknown');
  expect(fields).toHaveLength(4);
});

test('the fields of the Home Assistant sensors are in the real answer', async () => {
  const [{ resource, headers, sensor }] = settingsOf('configuration.yaml').rest;
  const answer = await answerTo({ url: resource, headers });
  const paths = sensor.flatMap((each: Record<string, string>) =>
    [each.value_template, each.availability].flatMap((text = '') =>
      [...text.matchAll(/value_json\.([\w.]+)/g)].map(([, path = '']) => path),
    ),
  );
  expect(paths).toHaveLength(5);
  for (const path of paths) fieldOf(answer, path.split('.'));
});
