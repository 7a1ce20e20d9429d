import { FakeDestination } from '../fakes/fake-destination.ts';
import { ensureCompose } from '../stack/debian.ts';
import { ensureEngine } from '../stack/engine.ts';
import { ensureImages } from '../stack/images.ts';
import { type Lane, type LaneOptions, openLane } from './lane.ts';
import { startStore } from './store.ts';

/** A lane with a store and a gate of its own, which go with it. */
export async function openLoneLane(options: Omit<LaneOptions, 'store' | 'gate' | 'engine'>): Promise<Lane> {
  process.env.DOCKER_CONFIG = await ensureCompose();
  const engine = await ensureEngine();
  await ensureImages(engine);
  const store = await startStore(engine);
  const gate = new FakeDestination(store.url, { host: store.address });
  await gate.open();
  const lane = await openLane({ ...options, store, gate, engine });
  const { close } = lane;
  lane.close = async () => {
    await close();
    await store.remove();
  };
  return lane;
}
