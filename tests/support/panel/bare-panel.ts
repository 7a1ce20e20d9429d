import path from 'node:path';
import { freePort } from '../run/ports.ts';
import { runDir } from '../run/run-dir.ts';
import { repoDir } from '../stack/stack.ts';
import { type Panel, startPanel } from './panel.ts';

export interface BarePanel extends Panel {
  /** What its own tools need to find its state. */
  env: Record<string, string>;
}

/** A bare panel with an owner, and a read token of theirs. */
export async function startWithReadToken(name: string): Promise<{ panel: BarePanel; token: string }> {
  const panel = await startBarePanel(name);
  await panel.claim();
  const { token } = await panel.json<{ token: string }>('POST', '/api/token', { scope: 'read' });
  return { panel, token };
}

/** The built panel with an empty state and no engine: enough for tests of who gets in. @param stackDir that of the repository unless told */
export async function startBarePanel(
  name: string,
  stackDir = path.join(repoDir, 'compose'),
): Promise<BarePanel> {
  const port = await freePort();
  const stateDir = runDir('bare', `${name}-${port}`);
  const env = {
    WEIR_STATE_DIR: stateDir,
    WEIR_STACK_DIR: stackDir,
    DOCKER_HOST: `unix://${path.join(stateDir, 'no-engine.sock')}`,
  };
  return { ...(await startPanel({ stateDir, ports: { WEIR_PORT: port }, env })), env };
}
