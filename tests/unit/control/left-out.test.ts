import { expect, test } from 'vitest';
import { LeftOut } from '@/lib/server/control/left-out';
import type { TaskContext } from '@/lib/server/tasks/tasks';

const services = ['vmagent', 'node-exporter', 'cadvisor', 'yace'] as const;

function withoutContainers(): LeftOut {
  const left = new LeftOut({ leaveOut: () => undefined } as unknown as TaskContext);
  left.addBlind('containers', 'It names no container.');
  return left;
}

test('a source that has no service counts as one that is missing', () => {
  const left = withoutContainers();
  expect(left.words(['vmagent'])).toMatch(/^The pipeline runs, and no source gives data yet\. /);
  expect(() => left.assertNotAllOf(['vmagent'])).toThrow(/^Containers is the only source/);
  expect(() => left.assertNotAllOf(['vmagent', 'yace'])).not.toThrow();
});

test('data arrives only where a source is known to give it', () => {
  const left = withoutContainers();
  expect(left.words(services, ['yace'])).toMatch(/^Your data is arriving, without Containers: /);
  expect(left.words(services, ['yace', 'node-exporter'])).toMatch(
    /^The first samples have arrived, without /,
  );
  expect(left.words(['vmagent', 'cadvisor'])).toMatch(/^The pipeline runs, and no source gives data yet\. /);
});
