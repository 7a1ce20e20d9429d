import { expect, test } from 'vitest';
import { createVmagentReader } from '@/lib/server/sampler/read/vmagent-reader';
import type { SamplerPorts } from '@/lib/server/sampler/steps/ports';

test('a vmagent whose targets are still being asked for is never seen as one without targets', async () => {
  const target = { job: 'node-exporter' };
  let answer = (_targets: unknown[]) => {};
  const ports = {
    readMetrics: async () => ({ version: '1' }),
    readTargets: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  } as unknown as SamplerPorts;
  const { reading, tick } = createVmagentReader(ports);
  const ticked = tick();
  await new Promise(setImmediate);
  expect(reading).toEqual({ metrics: null, targets: [], error: null, isKnown: false });
  answer([target]);
  await ticked;
  expect(reading).toEqual({ metrics: { version: '1' }, targets: [target], error: null, isKnown: true });
});
