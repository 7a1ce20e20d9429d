import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { personalKinds } from '@/lib/schemas/support';
import { AppError } from '@/lib/server/errors';
import { startTimeline } from '@/lib/server/live/timeline';
import { logger } from '@/lib/server/logger';
import { hub } from '@/lib/server/sampler/hub';
import { MOST_BYTES, makeBundle, readmePart, zip } from '@/lib/server/support/bundle';
import { type SupportPart, supportParts } from '@/lib/server/support/parts';
import { forms, foundIn, secretValue } from '../../support/cases/secret-forms';
import { snapshots } from '../../support/fixtures/snapshots';
import { forgetProcessState, freshPanel } from '../../support/panel/route-call';
import { PLANTED, plantStack, wordsWith } from '../../support/stack/planted-stack';
import { unzip } from '../../support/unzip';

let panel: ReturnType<typeof freshPanel>;
const begin = () => {
  panel = freshPanel();
  vi.stubEnv('WEIR_STACK_DIR', panel.stateDir);
  vi.stubEnv('WEIR_STATE_DIR', path.join(panel.stateDir, '.weir'));
  mkdirSync(path.join(panel.stateDir, '.weir'));
};
beforeEach(() => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  vi.stubEnv('WEIR_VMAGENT_URL', 'http://127.0.0.1:1');
  begin();
});
afterEach(() => {
  panel.remove();
  vi.unstubAllEnvs();
});

const part = (name: string, read: SupportPart['read'], over: Partial<SupportPart> = {}): SupportPart => ({
  name,
  about: name,
  keeps: 'end',
  maxBytes: 300_000,
  read,
  ...over,
});

async function textsOf(parts: SupportPart[], hide: Parameters<typeof makeBundle>[1] = []) {
  const { about, entries } = await makeBundle(parts, hide, () => undefined);
  const texts = entries.map(({ content }) => content.toString('utf8'));
  return {
    about,
    entries,
    texts,
    byName: new Map(entries.map(({ name }, index) => [name, texts[index] ?? ''])),
  };
}

describe('no secret is part of it', () => {
  const secrets = fc.uniqueArray(
    secretValue.filter((value) => !/[\n\r\0]/.test(value)),
    { minLength: PLANTED, maxLength: PLANTED },
  );

  test('wherever it stands, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.boolean(), async (planted, isBroken) => {
        panel.remove();
        begin();
        plantStack(panel.stateDir, planted, isBroken);
        appendFileSync(path.join(panel.stateDir, '.weir/events.jsonl'), eventLines(planted));
        await startTimeline();
        hub().publish({
          ...snapshots.delivering,
          verdict: { ...snapshots.delivering.verdict, findings: planted.map(wordsWith) },
        });
        const lines = planted.flatMap((secret) =>
          Object.values(forms).map((write) => `ts=1 msg="${write(secret)}"`),
        );
        const { texts, about } = await textsOf([
          readmePart(0, []),
          ...supportParts(),
          part('logs/mine.log', () => lines.join('\n')),
          part('logs/broken.log', () => {
            throw new AppError('docker-error', `the engine says: ${planted.join(' and ')}`);
          }),
        ]);
        for (const secret of planted) {
          for (const text of [...texts, JSON.stringify(about)]) {
            const form = foundIn(text, secret);
            expect(form && `${planted.indexOf(secret)}: ${secret} ${form}`).toBeNull();
          }
        }
        expect(texts.join('')).toContain('[secret]');
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  function eventLines(planted: readonly string[]): string {
    return planted
      .map((secret, index) => ({
        event: {
          id: `e${index}`,
          kind: 'task',
          subject: 'apply',
          severity: 'info',
          title: `Token ${secret}`,
          detail: secret,
          fromMs: Date.now() - 1000,
          toMs: Date.now(),
          times: 1,
          bufferedBytes: null,
          lostBlocks: null,
          lostBytes: null,
        },
      }))
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
  }
});

test('with everything down and every file broken each part is there, or says why it is not', async () => {
  plantStack(
    panel.stateDir,
    Array.from({ length: PLANTED }, (_, i) => `broken-secret-${i}`),
    true,
  );
  const { about, byName } = await textsOf([readmePart(0, []), ...supportParts()]);
  const missing = new Map(about.files.map(({ name, missing: why }) => [name, why]));
  expect(missing.get('vmagent-metrics.txt')).toBe('vmagent does not answer (ECONNREFUSED).');
  expect(byName.get('vmagent-metrics.txt')).toBe('Not there: vmagent does not answer (ECONNREFUSED).\n');
  expect(missing.get('logs/weir.log')).toContain('Docker');
  expect(missing.get('notifications.json')).toContain('notify.json is damaged');
  for (const name of [
    'versions.json',
    'verdict.json',
    'files/dot-env',
    'files/vmagent/prometheus.yml',
    'series-parts.csv',
  ])
    expect(missing.get(name), name).toBeNull();
  expect(JSON.parse(byName.get('versions.json') ?? '')).toMatchObject({
    node: process.version,
  });
  expect(byName.get('files/gcp/key.json.txt')).toMatch(/^Present, \d+ bytes/);
  expect(byName.get('changes.jsonl')).toContain('damaged');
});

test('the panel’s own last lines are there without an engine', async () => {
  vi.stubEnv('WEIR_LOG_LEVEL', 'fatal');
  forgetProcessState();
  logger().fatal('a line for the support bundle');
  const { byName } = await textsOf(supportParts());
  expect(byName.get('logs/weir.log')).toContain('a line for the support bundle');
});

describe('what is personal', () => {
  const line =
    'lookup attic.example.lan on 192.168.1.7:53, arn:aws:iam::123456789012:user/x, me@pond.example.net, 2001:db8::7, 1.12.0, 12:34:56, http://vmagent:8429, monitoring.us-east-1.amazonaws.com, 127.0.0.1';

  test('is listed, and what is the same everywhere is not', async () => {
    const { about, texts } = await textsOf([part('a', () => line)]);
    const values = Object.fromEntries(about.personal.map(({ kind, values }) => [kind, values]));
    expect(values).toMatchObject({
      'ip-address': expect.arrayContaining(['192.168.1.7', '2001:db8::7']),
      'host-name': ['attic.example.lan'],
      'email-address': ['me@pond.example.net'],
      'aws-account': ['123456789012'],
    });
    expect(values['ip-address']).toHaveLength(2);
    expect(texts[0]).toBe(line);
  });

  test('every project of Google Cloud is known, wherever it stands', async () => {
    const flags = '--google.project-ids=garden-pond\n--google.project-ids garden-shed\n';
    mkdirSync(path.join(panel.stateDir, 'config/gcp'), { recursive: true });
    writeFileSync(path.join(panel.stateDir, 'config/gcp/metrics.flags'), flags);
    const { about } = await textsOf([part('a', () => 'project_id="garden-pond" project_id="garden-shed"')]);
    const projects = about.personal.find(({ kind }) => kind === 'google-project');
    expect(projects?.values).toEqual(expect.arrayContaining(['garden-pond', 'garden-shed']));
  });

  test('is replaced where it is not wanted, by the same number wherever it stands', async () => {
    const read = [part('a', () => line), part('b', () => 'http://192.168.1.7/ 1192.168.1.70 192.168.1.7')];
    const { about, byName } = await textsOf(read, [...personalKinds]);
    expect(byName.get('b')).toBe('http://[ip-address-1]/ 1192.168.1.70 [ip-address-1]');
    expect(byName.get('a')).not.toMatch(/attic|192\.168|123456789012|pond|2001/);
    expect(about.personal.every(({ isHidden, values }) => isHidden && values.length === 0)).toBe(true);
    expect(about.personal.find(({ kind }) => kind === 'ip-address')?.count).toBe(4);
  });
});

test('it stays below 5 MB whatever the parts are, and keeps the end that counts', async () => {
  const noise = () =>
    Array.from({ length: 9000 }, (_, i) => `${i} ${randomBytes(60).toString('base64')}\n`).join('');
  const parts = Array.from({ length: 12 }, (_, i) =>
    part(`${i}`, noise, { maxBytes: 600_000, keeps: i === 0 ? 'start' : 'end' }),
  );
  const { entries, byName } = await textsOf(parts);
  expect(entries.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThanOrEqual(MOST_BYTES);
  expect((await zip(entries, new Date())).length).toBeLessThan(5_000_000);
  expect(byName.get('0')).toMatch(/^0 /);
  expect(byName.get('1')?.trimEnd().split('\n').at(-1)).toMatch(/^8999 /);
});

test('a part that takes too long or is one endless line is left out of itself alone', async () => {
  const { about, byName } = await textsOf([part('a', () => 'x'.repeat(2_000_000)), part('b', () => 'b\n')]);
  expect(about.files[0]?.bytes).toBeLessThan(100);
  expect(byName.get('a')).toContain('left out here');
  expect(byName.get('b')).toBe('b\n');
});

test('the archive holds the files as they were shown', async () => {
  const { entries } = await textsOf([part('a/b.txt', () => 'ü\n'), part('empty', () => '')]);
  const files = unzip(await zip(entries, new Date()));
  expect([...files].map(([name, content]) => [name, content.toString('utf8')])).toEqual([
    ['a/b.txt', 'ü\n'],
    ['empty', ''],
  ]);
});
