import { afterAll, beforeAll, expect, test } from 'vitest';
import { upServices } from '@/lib/server/compose/up';
import { readModel } from '@/lib/server/stack/model';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let shipped: string;

beforeAll(async () => {
  stack = await tempStack({ name: 'two-networks', env: { COMPOSE_PROFILES: 'containers' } });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  shipped = stack.read('docker-compose.yml');
});
afterAll(() => stack?.remove());

/** As its owner would put cadvisor into a second network. */
function joinSecond(settings: string): void {
  const at = shipped.indexOf('\n  cadvisor:\n');
  const second = `    networks:\n      monitoring:\n      second: ${settings}\n`;
  const services = shipped.slice(at).replace('    networks:\n      - monitoring\n', second);
  const text = shipped.slice(0, at) + services.replace('\nnetworks:\n', '\nnetworks:\n  second:\n');
  stack.write('docker-compose.yml', text);
}

const made = async () => upServices(await readModel(stack.read('.env')), ['cadvisor']);

test('a service that its owner put into a second network is made in both', async () => {
  joinSecond('{}');
  await made();
  const { Networks } = (await stack.inspect('cadvisor')).NetworkSettings as {
    Networks: Record<string, { Aliases: string[] }>;
  };
  expect(Object.keys(Networks).sort()).toEqual([`${stack.project}_monitoring`, `${stack.project}_second`]);
  for (const { Aliases } of Object.values(Networks)) expect(Aliases).toContain('cadvisor');
});

test('where the engine does not connect it, the one before runs on, and nothing is left of the new one', async () => {
  const containers = () =>
    stack.engine.docker(
      'ps',
      '-a',
      '--format',
      '{{.ID}} {{.Names}}',
      '--filter',
      `name=${stack.project}-cadvisor`,
    );
  const before = await containers();
  joinSecond('{ ipv4_address: 203.0.113.7 }');
  await expect(made()).rejects.toThrow();
  expect(await containers()).toBe(before);
});
