import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeRemoteWrite } from '@/lib/server/remote-write/probe';
import { waitFor } from '../../../support/run/exec.ts';
import { freePort } from '../../../support/run/ports.ts';
import { projectPrefix, runDir } from '../../../support/run/run-dir.ts';
import { unpacked } from '../../../support/stack/debian.ts';
import { type Destination, queryVictoria, startDestination } from '../../../support/stack/destination.ts';
import { type Engine, ensureEngine } from '../../../support/stack/engine.ts';
import { localImages } from '../../../support/stack/images.ts';
import { bridgeAddress } from '../../../support/stack/stack.ts';

let engine: Engine;
let vmauth: Destination;
let prometheus: ChildProcess;
/** Addresses of receivers on another machine, as far as the panel can tell. */
const at = { victoria: '', vmagent: '', prometheus: '' };
const containers: string[] = [];

beforeAll(async () => {
  engine = await ensureEngine();
  vmauth = await startDestination(engine);
  const images = await localImages(engine);
  const host = await bridgeAddress(engine);
  const start = async (part: string, image: string | undefined, ...args: string[]) => {
    const port = await freePort();
    const name = `${projectPrefix()}-probe-${part}`;
    containers.push(name);
    await engine.docker('rm', '-f', name).catch(() => undefined);
    await engine.docker(
      ...['run', '-d', '--name', name, '--network', 'host', image ?? ''],
      ...[`-httpListenAddr=${host}:${port}`, ...args],
    );
    return `http://${host}:${port}`;
  };
  at.victoria = await start('victoria', images.VICTORIA_METRICS_IMAGE, '-storageDataPath=/data');
  at.vmagent = await start(
    'vmagent',
    images.VMAGENT_IMAGE,
    `-remoteWrite.url=${at.victoria}/api/v1/write`,
    '-remoteWrite.tmpDataPath=/tmp/x',
  );
  const folder = runDir('probe', 'prometheus');
  writeFileSync(path.join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const port = await freePort();
  prometheus = spawn(
    path.join(await unpacked('prometheus', ['prometheus'], { suite: 'bookworm' }), 'usr/bin/prometheus'),
    [
      ...[
        '--web.enable-remote-write-receiver',
        '--web.enable-admin-api',
        `--web.listen-address=${host}:${port}`,
      ],
      ...[`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`],
    ],
    { stdio: 'ignore' },
  );
  at.prometheus = `http://${host}:${port}`;
  for (const [url, ready] of [
    [at.victoria, '/health'],
    [at.vmagent, '/health'],
    [at.prometheus, '/-/ready'],
  ] as const) {
    await waitFor(url, async () => (await fetch(url + ready)).ok, { timeoutMs: 60_000 });
  }
});
afterAll(async () => {
  prometheus?.kill('SIGKILL');
  for (const name of containers) await engine.docker('rm', '-f', '-v', name);
  await vmauth?.remove();
});

const probe = (url: string, username = 'weir', secret = 'x') =>
  probeRemoteWrite({ kind: 'other', url: new URL(url), username, secret });

test.each([
  ['VictoriaMetrics', () => `${at.victoria}/api/v1/write`],
  ['a vmagent of another machine', () => `${at.vmagent}/api/v1/write`],
  ['Prometheus as a receiver', () => `${at.prometheus}/api/v1/write`],
])('%s takes data', async (_, url) => expect(await probe(url())).toMatchObject({ outcome: 'ok' }));

test('VictoriaMetrics behind vmauth takes data with the right credentials only', async () => {
  expect(await probe(vmauth.url, vmauth.instanceId, vmauth.token)).toMatchObject({ outcome: 'ok' });
  expect((await probe(vmauth.url, vmauth.instanceId, 'wrong')).outcome).toBe('wrong-id-or-token');
});

test('an address that deletes series is not asked, and nothing is deleted', async () => {
  await fetch(`${at.victoria}/api/v1/import/prometheus`, { method: 'POST', body: 'kept{a="b"} 1' });
  const kept = async () => (await queryVictoria(at.victoria, 'count(last_over_time(kept[1h]))')).length;
  await waitFor('the series', async () => (await kept()) === 1, { timeoutMs: 60_000 });
  for (const url of [
    `${at.victoria}/api/v1/admin/tsdb/delete_series?match[]=kept`,
    `${at.victoria}/api/v1/admin/tsdb/delete_series?match%5B%5D=kept`,
    `${at.victoria}/prometheus/api/v1/admin/tsdb/delete_series?match[]={a="b"}`,
    `${at.victoria}/delete/0/prometheus/api/v1/admin/tsdb/delete_series?match[]=kept`,
    `${at.prometheus}/api/v1/admin/tsdb/delete_series?match[]=kept`,
  ]) {
    expect(await probe(url), url).toMatchObject({ outcome: 'wrong-url', field: 'url' });
  }
  expect(await kept()).toBe(1);
});

test('other addresses of real stores, which answer a POST, are told from remote write', async () => {
  const addresses = {
    victoria: [
      '/',
      '/api/v1/import',
      '/api/v1/import/prometheus',
      '/api/v1/import/csv?format=1:metric:x',
      '/influx/write',
      '/api/v1/query?query=1',
      '/api/v1/series?match=up',
      '/metrics',
      '/-/reload',
      '/snapshot/create',
      '/internal/force_flush',
      '/health',
      '/api/v1/labels',
      '/zabbixconnector/api/v1/history',
      '/opentelemetry/v1/metrics',
      '/datadog/api/v1/series',
      '/newrelic/infra/v2/metrics/events/bulk',
    ],
    vmagent: [
      '/',
      '/-/reload',
      '/targets',
      '/metrics',
      '/api/v1/import/prometheus',
      '/health',
      '/remotewrite-url-relabel-config',
    ],
    prometheus: [
      '/',
      '/-/reload',
      '/-/quit',
      '/-/ready',
      '/metrics',
      '/api/v1/query?query=1',
      '/api/v1/labels',
      '/api/v1/admin/tsdb/snapshot',
      '/api/v1/read',
    ],
  };
  const accepted: string[] = [];
  for (const [name, paths] of Object.entries(addresses)) {
    for (const one of paths) {
      const { outcome } = await probe(at[name as keyof typeof at] + one);
      if (outcome === 'ok') accepted.push(`${name} ${one}`);
    }
  }
  expect(accepted).toEqual([]);
  expect((await fetch(`${at.prometheus}/-/ready`)).ok).toBe(true);
});
