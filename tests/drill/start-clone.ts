import { OWNER_PASSWORD, type OwnerClient, ownerClient } from '../support/panel/panel.ts';
import type { Clone } from '../support/stack/clone.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';

/** `compose/up` on a fresh copy of the repository, claimed by its owner and launched. @throws Error with what went wrong */
export async function startClone(
  clone: Clone,
  answers: Parameters<typeof launchPipeline>[1],
): Promise<OwnerClient> {
  const { code, stdout, stderr } = await clone.command('up');
  if (code !== 0) throw new Error(`compose/up: ${stderr}`);
  const owner = ownerClient(`http://127.0.0.1:${clone.env.WEIR_PORT}`);
  const setupCode = stdout.match(/Setup code: (\S+)/)?.[1];
  await owner.json('POST', '/api/setup', { code: setupCode, password: OWNER_PASSWORD });
  await launchPipeline(owner, answers);
  return owner;
}
