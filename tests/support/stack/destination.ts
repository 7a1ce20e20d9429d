import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '../run/exec.ts';
import { freePort } from '../run/ports.ts';
import { projectPrefix, runDir } from '../run/run-dir.ts';
import type { Engine } from './engine.ts';
import { localImages } from './images.ts';
import { bridgeAddress } from './stack.ts';

export interface Sample {
  metric: Record<string, string>;
  value: number;
}

export interface Destination {
  /** Remote-write URL, `…/api/prom/push`, that containers and this machine both reach. */
  url: string;
  instanceId: string;
  token: string;
  /** An instant query made straight at the database, past vmauth and the panel. */
  query(promql: string): Promise<Sample[]>;
  /** The one value of a query, or null when it gives none. */
  scalar(promql: string): Promise<number | null>;
  /** `outage`: nothing listens. `reject`: every block is answered with 400. `accept`: as it should be. */
  set(mode: 'accept' | 'reject' | 'outage'): Promise<void>;
  /** Takes these tokens and no others from now on. */
  accept(...tokens: string[]): Promise<void>;
  remove(): Promise<void>;
}

/** What `.env` says of it, as Grafana Cloud. */
export const pointedAt = ({ url, instanceId, token }: Destination) => ({
  WEIR_DESTINATION: 'grafana-cloud',
  REMOTE_WRITE_URL: url,
  REMOTE_WRITE_USERNAME: instanceId,
  REMOTE_WRITE_TOKEN: token,
});

/**
 * Instant query of a VictoriaMetrics at `base`. What it has taken is made visible first: else a series that was asked
 * for before it came stays unseen for ten seconds, and a sample is too new for its first 30.
 */
export async function queryVictoria(base: string, promql: string): Promise<Sample[]> {
  await fetch(`${base}/internal/force_flush`);
  const url = `${base}/api/v1/query?nocache=1&latency_offset=1s&query=${encodeURIComponent(promql)}`;
  const response = await fetch(url);
  const body = (await response.json()) as {
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return (body.data?.result ?? []).map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}

/**
 * A stand-in for Grafana Cloud made of real parts: vmauth (user = instance id, password = token, the same paths)
 * in front of victoria-metrics. A wrong id or token gives a true 401.
 */
export async function startDestination(
  engine: Engine,
  { instanceId = '123456', token = `glc_test_${randomBytes(8).toString('hex')}` } = {},
): Promise<Destination> {
  const images = await localImages(engine);
  const imageOf = { auth: images.VMAUTH_IMAGE, store: images.VICTORIA_METRICS_IMAGE };
  if (!imageOf.auth || !imageOf.store)
    throw new Error('compose/images/build victoria-metrics vmauth has not run.');
  const name = `${projectPrefix()}-destination-${randomBytes(2).toString('hex')}`;
  const address = await bridgeAddress(engine);
  const [authPort, storePort] = [await freePort(), await freePort()];
  const store = `http://127.0.0.1:${storePort}`;
  const dir = runDir('destinations', name);
  const user = (password: string, pushPath: string) => `  - username: "${instanceId}"
    password: "${password}"
    url_map:
      - src_paths: ["/api/prom/push"]
        drop_src_path_prefix_parts: 3
        url_prefix: "${store}${pushPath}"
      - src_paths: ["/api/prom/.*"]
        drop_src_path_prefix_parts: 2
        url_prefix: "${store}/prometheus"
`;
  const writeConfig = (pushPath: string, tokens = [token]) =>
    writeFileSync(
      path.join(dir, 'auth.yml'),
      `users:\n${tokens.map((password) => user(password, pushPath)).join('')}`,
    );
  writeConfig('/api/v1/write');
  const known = new Set([token]);
  const start = (part: 'auth' | 'store', ...args: string[]) =>
    engine.docker(
      ...['run', '-d', '--name', `${name}-${part}`, '--network', 'host'],
      ...['--label', `com.docker.compose.project=${name}`, '-v', `${dir}:/etc/vmauth:ro`],
      imageOf[part] ?? '',
      ...args,
    );
  await start('store', `-httpListenAddr=127.0.0.1:${storePort}`, '-storageDataPath=/data');
  await start('auth', `-httpListenAddr=${address}:${authPort}`, '-auth.config=/etc/vmauth/auth.yml');
  const base = `http://${address}:${authPort}`;
  const isUp = async (url: string) => (await fetch(`${url}/health`).catch(() => null))?.ok;
  await waitFor('the destination', async () => (await isUp(base)) && (await isUp(store)));

  const query = (promql: string) => queryVictoria(store, promql);
  const push = async (password = token) => {
    const authorization = `Basic ${Buffer.from(`${instanceId}:${password}`).toString('base64')}`;
    return (await fetch(`${base}/api/prom/push`, { method: 'POST', headers: { authorization } })).status;
  };
  return {
    url: `${base}/api/prom/push`,
    instanceId,
    token,
    query,
    scalar: async (promql) => (await query(promql))[0]?.value ?? null,
    set: async (mode) => {
      if (mode === 'outage') {
        await engine.docker('stop', '-t', '2', `${name}-auth`);
        return;
      }
      // A path that is no write endpoint: victoria-metrics refuses the request with 400.
      writeConfig(mode === 'accept' ? '/api/v1/write' : '/no-such-path');
      await engine.docker('start', `${name}-auth`);
      await waitFor('vmauth', () => isUp(base));
      await fetch(`${base}/-/reload`);
      // The reload goes on after the answer to it; an empty block tells when it is through.
      await waitFor(`vmauth to ${mode}`, async () => (await push()) === (mode === 'accept' ? 204 : 400));
    },
    accept: async (...tokens) => {
      writeConfig('/api/v1/write', tokens);
      for (const taken of tokens) known.add(taken);
      await fetch(`${base}/-/reload`);
      const isRight = async (password: string) =>
        ((await push(password)) === 204) === tokens.includes(password);
      for (const password of known) await waitFor('vmauth', () => isRight(password), { everyMs: 20 });
    },
    remove: async () => {
      await engine.docker('rm', '-f', '-v', `${name}-auth`, `${name}-store`);
    },
  };
}
