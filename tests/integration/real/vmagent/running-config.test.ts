import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { isRunningConfig } from '../../../support/stack/running-config';
import { startVmagent, type VmagentProcess } from '../../../support/stack/vmagent-process';

/** The real vmagent says what it runs; the file is compared with it, and with files that mean something else. */
let vmagent: VmagentProcess;
beforeAll(async () => {
  process.env.SITE_PORT = '9100';
  vmagent = await startVmagent('sid', await freePort(), 'http://127.0.0.1:9/api/v1/write');
});
afterAll(() => vmagent?.stop());

async function shown(): Promise<string> {
  const answer = await fetch(`${vmagent.url}/api/v1/status/config`);
  return ((await answer.json()) as { data: { yaml: string } }).data.yaml;
}

let count = 0;
/** vmagent's own words for a file that it has taken. */
async function runs(text: string): Promise<string> {
  const mark = `mark${count++}`;
  vmagent.writeConfig(`${text}\n- job_name: ${mark}\n`);
  await fetch(`${vmagent.url}/-/reload`, { method: 'POST' });
  await waitFor(`vmagent to take ${text}`, async () => (await shown()).includes(mark));
  return (await shown()).replace(new RegExp(`\\n- job_name: ${mark}\\n?`), '\n');
}

const job = (lines: string) => `global: {scrape_interval: 60s}\nscrape_configs:\n- job_name: a\n  ${lines}`;
const RULE = (regex: string) =>
  `metric_relabel_configs: [{source_labels: [__name__], regex: ${regex}, action: keep}]`;

test.each([
  [
    '%{NAME}',
    job('static_configs: [{targets: ["h:%{SITE_PORT}"]}]'),
    job('static_configs: [{targets: ["h:9101"]}]'),
  ],
  ['yes', job('honor_labels: yes'), job('honor_labels: no')],
  ['on', job('honor_timestamps: on'), job('honor_timestamps: off')],
  ['false, left out', job('honor_labels: off'), job('honor_labels: true')],
  ['0x1F', job('sample_limit: 0x1F'), job('sample_limit: 30')],
  ['an octal number', job('sample_limit: 017'), job('sample_limit: 17')],
  ['a number with underscores', job('sample_limit: 1_000'), job('sample_limit: 100')],
  ['0', job('sample_limit: 0'), job('sample_limit: 1')],
  ['90s', job('scrape_interval: 90s'), job('scrape_interval: 91s')],
  ['1m30s', job('scrape_interval: 1m30s'), job('scrape_interval: 1m31s')],
  ['0.5h', job('scrape_interval: 0.5h'), job('scrape_interval: 31m')],
  [
    'a label 1.10',
    job('static_configs: [{targets: [h], labels: {v: 1.10}}]'),
    job('static_configs: [{targets: [h], labels: {v: 1.1}}]'),
  ],
  [
    'a label 007',
    job('static_configs: [{targets: [h], labels: {v: 007}}]'),
    job('static_configs: [{targets: [h], labels: {v: 7}}]'),
  ],
  [
    'a label yes',
    job('static_configs: [{targets: [h], labels: {v: yes}}]'),
    job('static_configs: [{targets: [h], labels: {v: true}}]'),
  ],
  [
    'a label 5m0s',
    job('static_configs: [{targets: [h], labels: {v: 5m0s}}]'),
    job('static_configs: [{targets: [h], labels: {v: 300s}}]'),
  ],
  [
    'letters of other scripts',
    job('static_configs: [{targets: [h], labels: {v: "Küche 🌊"}}]'),
    job('static_configs: [{targets: [h], labels: {v: "Kuche"}}]'),
  ],
  [
    'escapes',
    job('static_configs: [{targets: [h], labels: {v: "K\\u00fcche"}}]'),
    job('static_configs: [{targets: [h], labels: {v: K}}]'),
  ],
  [
    'a folded text',
    job('static_configs:\n    - targets: [h]\n      labels:\n        v: >-\n          a\n          b'),
    job('static_configs: [{targets: [h], labels: {v: ab}}]'),
  ],
  ['nothing', job('static_configs:'), job('static_configs: [{targets: [h]}]')],
  ['empty lists', job('relabel_configs: []'), job('relabel_configs: [{action: labeldrop, regex: a}]')],
  ['a pattern', job(RULE('"a|b"')), job(RULE('"a|c"'))],
  ['a pattern as a list', job(RULE('[a, "b(c)"]')), job(RULE('[a, "b(d)"]'))],
  ['a pattern of a number', job(RULE('007')), job(RULE('8'))],
  [
    'a password',
    job('basic_auth: {username: me, password: p}'),
    job('basic_auth: {username: you, password: p}'),
  ],
  ['a header', job('headers: ["X: y"]'), job('sample_limit: 3')],
  [
    'an anchor and a merge',
    `${job('static_configs: [&s {targets: [h]}]')}\n- job_name: b\n  static_configs: [{<<: *s, labels: {a: b}}]`,
    job('static_configs: [{targets: [h]}]'),
  ],
  [
    'another order of keys',
    'scrape_configs:\n- sample_limit: 5\n  job_name: a\nglobal: {scrape_interval: 60s}\n'.replace(
      'global: {scrape_interval: 60s}\n',
      '',
    ),
    job('sample_limit: 6'),
  ],
  ['params', job('params: {a: [1, "2", yes]}'), job('params: {a: [1, "2", true]}')],
])('case 1, what runs is the file by what it means: %s', async (_, file, other) => {
  const running = await runs(file);
  expect(isRunningConfig(running, file, { SITE_PORT: '9100' }), running).toBe(true);
  expect(isRunningConfig(running, other, { SITE_PORT: '9100' }), running).toBe(false);
});
