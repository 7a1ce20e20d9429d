import type { Panel } from '../support/panel/panel.ts';
import { Viewer } from '../support/panel/viewer.ts';
import type { TempStack } from '../support/stack/stack.ts';
import { median } from './processes.ts';

const KILLS = 7;

export interface KillFigures {
  /** From the kill of an exporter to an open page, median. */
  pageMs: number;
  /** From the same kill to a client that does nothing but wait for this container (`docker wait`), median. */
  engineMs: number;
}

/** Kills an exporter again and again before an open page. */
export async function measureKills(stack: TempStack, panel: Panel): Promise<KillFigures> {
  const id = await stack.containerId('node-exporter');
  if (!id) throw new Error('There is no node_exporter to kill.');
  const { docker } = stack.engine;
  await docker('update', '--restart=no', id);
  const viewer = new Viewer(() => panel);
  const isRunning = (is: boolean) =>
    viewer.until(`node_exporter to ${is ? 'run' : 'be gone'}`, ({ services }) =>
      services.some(({ name, state }) => name === 'node-exporter' && (state === 'running') === is),
    );
  const page: number[] = [];
  const engine: number[] = [];
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      await isRunning(true);
      const waits = docker('wait', id);
      const startedAt = performance.now();
      const after = () => performance.now() - startedAt;
      const seen = [waits.then(() => engine.push(after())), isRunning(false).then(() => page.push(after()))];
      await docker('kill', id);
      await Promise.all(seen);
      await docker('start', id);
    }
  } finally {
    viewer.close();
    await docker('update', '--restart=always', id);
  }
  return { pageMs: median(page), engineMs: median(engine) };
}
