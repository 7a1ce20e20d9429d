import path from 'node:path';
import { type Panel, startPanel } from './panel.ts';
import { freePort } from './ports.ts';
import { runDir } from './run-dir.ts';
import { repoDir } from './stack.ts';

/** The built panel with an empty state and no engine: enough for tests of who gets in. */
export async function startBarePanel(name: string, env: Record<string, string> = {}): Promise<Panel> {
  const port = await freePort();
  const stateDir = runDir('bare', `${name}-${port}`);
  return startPanel({
    stateDir,
    ports: { WEIR_PORT: port },
    env: {
      WEIR_STATE_DIR: stateDir,
      WEIR_STACK_DIR: path.join(repoDir, 'compose'),
      DOCKER_HOST: `unix://${path.join(stateDir, 'no-engine.sock')}`,
      ...env,
    },
  });
}
