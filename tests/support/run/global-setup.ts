// For a test that is run by itself, without tests/run: one name for all its processes, one sweep at the end.
import { randomBytes } from 'node:crypto';

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.WEIR_TEST_RUN) return undefined;
  process.env.WEIR_TEST_RUN = randomBytes(3).toString('hex');
  const { cleanUp } = await import('./cleanup.ts');
  const { ensureEngine } = await import('../stack/engine.ts');
  const { ensureCompose } = await import('../stack/debian.ts');
  process.env.DOCKER_CONFIG = await ensureCompose();
  return async () => {
    await cleanUp(await ensureEngine().catch(() => null));
  };
}
