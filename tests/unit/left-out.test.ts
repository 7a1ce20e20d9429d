import { expect, test } from 'vitest';
import type { JobContext } from '@/lib/server/jobs/jobs';
import { LeftOut } from '@/lib/server/services/left-out';

const services = ['vmagent', 'node-exporter', 'cadvisor', 'yace'] as const;

function withoutContainers(): LeftOut {
  const left = new LeftOut({ leaveOut: () => undefined } as unknown as JobContext);
  left.addBlind('containers', 'It names no container.');
  return left;
}

test('data arrives only where a source is known to give it', () => {
  const left = withoutContainers();
  expect(left.words(services, ['yace'])).toMatch(/^Your data is arriving, without Containers: /);
  expect(left.words(services, ['yace', 'node-exporter'])).toMatch(/^The first samples have arrived, without /);
  expect(left.words(['vmagent', 'cadvisor'])).toMatch(/^The pipeline runs, and no source gives data yet\. /);
});
