import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseVmagentMetrics } from '@/lib/server/vmagent/metrics';
import { sleep, waitFor } from '../../../support/run/exec';
import { unpacked } from '../../../support/stack/debian';
import { type Destination, startDestination } from '../../../support/stack/destination';
import { localImages } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

/** As `isQuick` has it. */
const INTERVAL_S = 5;
const OUTAGE_S = 40;
/** A scrape may come late on a busy machine, and one is missed while vmagent is replaced. */
const SLACK = 2;

let stack: TempStack;
let destination: Destination;
let older: string;
let newer: string;

/** vmagent 1.112 of Debian 13 in the image of the newer one, whose libraries fit both. */
async function makeOlder(from: string): Promise<string> {
  const image = `weir-test/vmagent:${stack.project}`;
  const root = await unpacked('vmagent-older', ['victoria-metrics'], { suite: 'trixie' });
  const id = await stack.engine.docker('create', from);
  await stack.engine.docker('cp', path.join(root, 'usr/bin/vmagent'), `${id}:/vmagent-prod`);
  await stack.engine.docker('commit', id, image);
  await stack.engine.docker('rm', id);
  return image;
}

const metrics = async () =>
  parseVmagentMetrics(await (await fetch(`${stack.env.WEIR_VMAGENT_URL}/metrics`)).text());
async function run(image: string): Promise<void> {
  stack.setEnv({ VMAGENT_IMAGE: image });
  await stack.compose('up', '-d', 'vmagent');
  await waitFor('vmagent', async () => (await fetch(`${stack.env.WEIR_VMAGENT_URL}/health`)).ok);
}

/** Samples that the destination has of a span. */
const arrived = (fromS: number, toS: number) =>
  destination.scalar(
    `count_over_time(up{job="node-exporter"}[${Math.round(toS - fromS)}s] @ ${Math.round(toS)})`,
  );

beforeAll(async () => {
  stack = await tempStack({ name: 'versions', isQuick: true, gateway: null });
  destination = await startDestination(stack.engine);
  newer = (await localImages(stack.engine)).VMAGENT_IMAGE ?? '';
  older = await makeOlder(newer);
  // The older one does not know these yet.
  const flags = / +- -(?:http\.disableCORS|remoteWrite\.retryMaxInterval=\S+)\n/g;
  stack.write('docker-compose.yml', stack.read('docker-compose.yml').replace(flags, ''));
  stack.setEnv({
    COMPOSE_PROFILES: 'system',
    REMOTE_WRITE_URL: destination.url,
    REMOTE_WRITE_USERNAME: destination.instanceId,
    REMOTE_WRITE_TOKEN: destination.token,
  });
});
afterAll(async () => {
  await stack?.remove();
  await destination?.remove();
  if (older) await stack?.engine.docker('rmi', '-f', older).catch(() => '');
});

test('what waits in the buffer outlives an update of vmagent and the way back', async () => {
  await run(newer);
  await stack.compose('up', '-d', 'node-exporter');
  const delivered = async () => (await destination.scalar('count(up{job="node-exporter"} == 1)')) ?? 0;
  await waitFor('a delivery', async () => (await delivered()) > 0, { timeoutMs: 60_000 });
  await destination.set('outage');
  const beganS = Date.now() / 1000;
  await sleep(OUTAGE_S * 1000);

  await run(older);
  await sleep(OUTAGE_S * 1000);
  expect((await metrics())?.pendingBytes).toBeGreaterThan(0);
  await run(newer);
  await sleep(INTERVAL_S * 1000);
  const endedS = Date.now() / 1000;

  await destination.set('accept');
  await waitFor('an empty buffer', async () => (await metrics())?.pendingBytes === 0, { timeoutMs: 180_000 });
  const scrapes = (endedS - beganS) / INTERVAL_S;
  // Each of the two replacements may cost scrapes; a buffer that was lost costs nearly half of all.
  expect(await arrived(beganS, endedS)).toBeGreaterThan(scrapes - 2 * SLACK);
  expect((await metrics())?.rejectedBlocks ?? 0).toBe(0);
});
