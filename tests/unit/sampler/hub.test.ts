import { describe, expect, test, vi } from 'vitest';
import type { PatchEvent } from '@/lib/schemas/stream';
import { createHub } from '@/lib/server/sampler/hub';
import { unknownSnapshot } from '@/lib/server/sampler/steps/unknown-snapshot';

const next = (atMs: number, over: object = {}) => ({ ...structuredClone(unknownSnapshot(atMs)), ...over });

describe('the hub', () => {
  test('sends the sections that changed, each whole, to every viewer', () => {
    const hub = createHub(1);
    const seen: PatchEvent[][] = [[], []];
    for (const patches of seen) hub.subscribe((patch) => patches.push(patch));
    hub.publish(next(2, { cluster: 'pi' }));
    hub.publish(next(3, { cluster: 'pi' }));
    for (const patches of seen) expect(patches).toEqual([{ atMs: 2, cluster: 'pi' }, { atMs: 3 }]);
    expect(seen[0]?.[0]).toBe(seen[1]?.[0]);
  });

  test('a section that is equal keeps its identity, so that nothing downstream is drawn again', () => {
    const hub = createHub(1);
    const before = hub.snapshot().buffer;
    hub.publish(next(2));
    expect(hub.snapshot().buffer).toBe(before);
    expect(hub.snapshot().atMs).toBe(2);
  });

  test('a viewer that breaks is dropped and the others go on', () => {
    const hub = createHub(1);
    const good = vi.fn();
    hub.subscribe(() => {
      throw new Error('gone');
    });
    hub.subscribe(good);
    hub.publish(next(2));
    hub.publish(next(3));
    expect(good).toHaveBeenCalledTimes(2);
    expect(hub.viewerCount()).toBe(1);
  });

  test('tells the sampler how many watch', () => {
    const hub = createHub(1);
    const onViewers = vi.fn();
    const stop = hub.subscribe(() => undefined);
    hub.attach({ refresh: async () => undefined, onViewers });
    hub.subscribe(() => undefined);
    stop();
    stop();
    expect(onViewers.mock.calls.flat()).toEqual([1, 2, 1]);
  });

  test('an observer gets every snapshot, is no viewer, and one that fails stays', () => {
    const hub = createHub(1);
    const onViewers = vi.fn();
    hub.attach({ refresh: async () => undefined, onViewers });
    const seen = vi.fn(() => {
      throw new Error('once');
    });
    const stop = hub.observe(seen);
    hub.publish(next(2));
    hub.publish(next(3));
    stop();
    hub.publish(next(4));
    expect(seen.mock.calls.flat()).toMatchObject([{ atMs: 2 }, { atMs: 3 }]);
    expect(onViewers.mock.calls.flat()).toEqual([0]);
  });

  test('a refresh without a sampler is no error', async () => {
    await expect(createHub(1).refresh()).resolves.toBeUndefined();
  });
});
