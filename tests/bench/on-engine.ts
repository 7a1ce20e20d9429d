import { cleanUp } from '../support/run/cleanup.ts';
import { type Engine, ensureEngine } from '../support/stack/engine.ts';

/** Measures on the machine's engine, and removes what was made there in the end, also when it is interrupted. */
export async function onEngine(measure: (engine: Engine) => Promise<void>, undo = () => {}): Promise<void> {
  const engine = await ensureEngine();
  const end = async () => {
    undo();
    await cleanUp(engine);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void end().finally(() => process.exit(130)));
  }
  try {
    await measure(engine);
  } finally {
    await end();
  }
}
