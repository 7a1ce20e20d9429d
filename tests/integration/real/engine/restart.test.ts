import { afterAll, beforeAll, expect, test } from 'vitest';
import { listContainers } from '@/lib/server/docker/containers';
import { engineInfo } from '@/lib/server/docker/engine';
import { type EngineEvent, watchEvents } from '@/lib/server/docker/events';
import { waitFor } from '../../../support/run/exec';
import { type Engine, startSecondEngine } from '../../../support/stack/engine';

let engine: Engine;

beforeAll(async () => {
  engine = await startSecondEngine();
  process.env.DOCKER_HOST = engine.host;
});

afterAll(() => engine?.remove());

test('an engine that goes away and comes back is noticed both times, and used again', async () => {
  const abort = new AbortController();
  const events: EngineEvent['type'][] = [];
  const watching = watchEvents(({ type }) => events.push(type), abort.signal);
  await waitFor('the stream', () => events.includes('connected'));
  expect(await listContainers()).toEqual([]);

  await engine.stop();
  await waitFor('the loss', () => events.includes('lost'));
  expect(await engineInfo()).toMatchObject({ state: 'unreachable', version: null });
  await expect(listContainers()).rejects.toMatchObject({ code: 'docker-unreachable' });

  await engine.start();
  await waitFor('the stream again', () => events.at(-1) === 'connected');
  expect(events).toEqual(['connected', 'lost', 'connected']);
  expect(await engineInfo()).toMatchObject({ state: 'up' });
  expect(await listContainers()).toEqual([]);
  abort.abort();
  await watching;
});
