import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wasStartedBefore } from '@/lib/server/docker/events';
import { label } from '@/lib/server/docker/labels';

const engine = vi.hoisted(() => ({ stream: null as PassThrough | null }));
vi.mock('@/lib/server/docker/client', () => ({ withDocker: async () => engine.stream }));

const START_MS = 1_000_000;
const started = (atMs: number) =>
  `${JSON.stringify({
    Action: 'start',
    timeNano: atMs * 1e6,
    Actor: { ID: 'a1', Attributes: { [label.service]: 'cadvisor' } },
  })}\n`;

describe('whether a container was started before', () => {
  let limit: AbortController;
  let stream: PassThrough;
  beforeEach(() => {
    limit = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    stream = new PassThrough();
    engine.stream = stream;
  });
  afterEach(() => vi.restoreAllMocks());

  test('an earlier start is a yes, however long the engine goes on', async () => {
    stream.write(started(START_MS - 1));
    expect(await wasStartedBefore('cadvisor', START_MS)).toBe(true);
  });

  test('an answer that ends without one is a no', async () => {
    stream.end(started(START_MS));
    expect(await wasStartedBefore('cadvisor', START_MS)).toBe(false);
  });

  test('an answer that does not end in time is neither', async () => {
    const answer = wasStartedBefore('cadvisor', START_MS);
    stream.write(started(START_MS));
    await new Promise(setImmediate);
    limit.abort();
    expect(await answer).toBeNull();
  });

  test('nor is one that breaks off', async () => {
    const answer = wasStartedBefore('cadvisor', START_MS);
    stream.destroy(new Error('socket hang up'));
    await expect(answer).rejects.toThrow();
  });
});
