import { waitFor } from '../support/run/exec.ts';
import { type TempStack, tempStack } from '../support/stack/stack.ts';

/** A stack that runs all that an apply can touch, without any cloud. */
export async function drillStack(name: string): Promise<TempStack> {
  const stack = await tempStack({
    name,
    env: { COMPOSE_PROFILES: 'local,system,aws', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
  });
  stack.write('config/vmagent/targets/yace.yml', '- targets: ["yace:5000"]\n');
  await stack.compose('up', '-d', 'victoria-metrics', 'vmagent', 'node-exporter', 'yace');
  const isUp = async () => (await fetch(`${stack.env.WEIR_VMAGENT_URL}/health`)).ok;
  await waitFor('vmagent', isUp, { timeoutMs: 60_000 });
  return stack;
}
