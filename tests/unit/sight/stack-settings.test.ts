import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prices } from '@/lib/pipeline/sources/prices';

import { writeProgress } from '@/lib/server/setup/answers/setup-answers';
import { createSettingsReader } from '@/lib/server/sight/stack-settings';
import { forgetProcessState } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

let dir: string;
const write = (name: string, text: string) => writeFileSync(path.join(dir, name), text);

function replaced(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const COMPOSE = [
  'services:',
  '  vmagent: {image: "${VMAGENT_IMAGE:-example/vmagent:1}"}',
  '  yace: {image: example/yace:1, profiles: [aws]}',
  '  cadvisor: {image: example/cadvisor:1, profiles: [containers]}',
].join('\n');

/** The settings once the files are old enough to be known by their stamps. */
async function settled(read: ReturnType<typeof createSettingsReader>) {
  let before = await read();
  await waitFor('the same text twice', async () => {
    const now = await read();
    const isSame = now === before;
    before = now;
    return isSame;
  });
  return before;
}

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-settings-'));
  mkdirSync(path.join(dir, 'config/vmagent'), { recursive: true });
  process.env.WEIR_STACK_DIR = dir;
  process.env.WEIR_LOG_LEVEL = 'silent';
  forgetProcessState();
});
afterEach(() => {
  rmSync(dir, { recursive: true });
  forgetProcessState();
});

describe('what the files of the stack say', () => {
  test('before there are any: nothing, and the defaults', async () => {
    expect(await createSettingsReader()()).toEqual({
      cluster: null,
      isRead: true,
      destination: { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' },
      plan: { series: null, pointsPerMinute: null },
      enabled: new Set(),
      images: new Map(),
      bufferCapBytes: 2 ** 30,
      clockSeconds: { aws: 300 },
      prices,
      expected: { aws: [], gcp: [] },
      unfiltered: new Set(),
      wasSetUp: false,
      notUnderstood: [],
      problem: { message: 'docker-compose.yml is missing.', hint: expect.any(String) },
    });
  });

  test('name, destination, buffer, what is switched on and its images', async () => {
    write('docker-compose.yml', COMPOSE);
    write('config/vmagent/prometheus.yml', 'global: {external_labels: {cluster: attic-pi}}\n');
    write(
      '.env',
      'COMPOSE_PROFILES=system,aws\nWEIR_DESTINATION=grafana-cloud\nREMOTE_WRITE_URL=https://p.grafana.net/api/prom/push\nREMOTE_WRITE_MAX_DISK_USAGE=2GiB\nVMAGENT_IMAGE=example/vmagent:2\nYACE_SCRAPING_INTERVAL=600\n',
    );
    const settings = await createSettingsReader()();
    expect(settings).toMatchObject({
      cluster: 'attic-pi',
      destination: { kind: 'grafana-cloud', url: 'https://p.grafana.net/api/prom/push' },
      bufferCapBytes: 2 ** 31,
      clockSeconds: { aws: 600 },
    });
    expect(settings.problem).toBeNull();
    expect([...settings.enabled]).toEqual(['vmagent', 'yace']);
    expect(settings.images.get('vmagent')).toBe('example/vmagent:2');
  });

  test('credentials and query of the address go to no viewer', async () => {
    write('.env', 'REMOTE_WRITE_URL=https://user:pass@example.org/write?key=abc\n');
    expect((await createSettingsReader()()).destination.url).toBe('https://example.org/write');
  });

  test('the plan: a number is a limit, what is none is none', async () => {
    write('.env', 'PLAN_SERIES=15000\nPLAN_POINTS_PER_MINUTE=many\n');
    expect((await createSettingsReader()()).plan).toEqual({ series: 15_000, pointsPerMinute: null });
  });

  test('a pipeline that was set up is known as such from the moment on', async () => {
    const read = createSettingsReader();
    expect((await read()).wasSetUp).toBe(false);
    await writeProgress({ launchedAtMs: 1 });
    expect((await read()).wasSetUp).toBe(true);
  });

  test('a change is seen, without one nothing is read', async () => {
    const read = createSettingsReader();
    write('.env', 'YACE_SCRAPING_INTERVAL=60\n');
    const first = await settled(read);
    expect(await read()).toBe(first);
    write('.env', 'YACE_SCRAPING_INTERVAL=120\n');
    expect((await read()).clockSeconds.aws).toBe(120);
  });

  test.each([
    [
      'an owner that was changed and given back',
      (file: string) => [chownSync(file, 1, 1), chownSync(file, 0, 0)],
    ],
    ['rights that were taken and given back', (file: string) => [chmodSync(file, 0), chmodSync(file, 0o600)]],
    ['other bytes of the same length with the same time', (file: string) => writeFileSync(file, 'A=2\n')],
    ['another file of the same length with the same time', (file: string) => replaced(file, 'A=3\n')],
  ])('a cache of what files say is keyed on all that matters: %s is read anew', async (_what, change) => {
    const file = path.join(dir, '.env');
    writeFileSync(file, 'A=1\n', { mode: 0o600 });
    const { atime, mtime } = statSync(file);
    const read = createSettingsReader();
    const first = await settled(read);
    change(file);
    utimesSync(file, atime, mtime);
    expect(await read()).not.toBe(first);
  });

  test('a cache of what files say: two changes within one tick of the file system’s clock are both seen', async () => {
    const read = createSettingsReader();
    for (const seconds of [111, 222, 333, 444]) {
      write('.env', `YACE_SCRAPING_INTERVAL=${seconds}\n`);
      expect((await read()).clockSeconds.aws).toBe(seconds);
    }
  });

  test('a compose file that cannot be read leaves the rest', async () => {
    write('docker-compose.yml', 'services: [');
    write('config/vmagent/prometheus.yml', 'global: [broken');
    write('.env', 'WEIR_DESTINATION=other\n');
    expect(await createSettingsReader()()).toMatchObject({ cluster: null, destination: { kind: 'other' } });
  });

  test('a file that is broken is named with its line, and what was known before stays', async () => {
    const read = createSettingsReader();
    write('docker-compose.yml', COMPOSE);
    write('.env', 'COMPOSE_PROFILES=aws\nWEIR_DESTINATION=other\n');
    const before = await read();
    expect(before.problem).toBeNull();

    write('.env', 'COMPOSE_PROFILES=\nREMOTE_WRITE_TOKEN="glc_secret\n');
    const broken = await read();
    expect(broken).toMatchObject({ enabled: before.enabled, destination: { kind: 'other' } });
    expect(broken.problem?.message).toBe('Line 2 of .env has a quote that is not closed.');
    expect(JSON.stringify(broken.problem)).not.toContain('glc_secret');

    write('.env', 'COMPOSE_PROFILES=aws,containers\n');
    write('docker-compose.yml', 'services:\n  vmagent:\n    image: a: b\n');
    const other = await read();
    expect(other.enabled).toEqual(before.enabled);
    expect(other.problem?.message).toMatch(/^docker-compose\.yml is no valid YAML: line 3: [^\n]+\.$/);

    write('docker-compose.yml', COMPOSE);
    const mended = await read();
    expect(mended.problem).toBeNull();
    expect([...mended.enabled]).toEqual(['vmagent', 'yace', 'cadvisor']);
  });
});
