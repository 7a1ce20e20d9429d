import { expect, test } from 'vitest';
import type { SourceId } from '@/lib/schemas/snapshot';
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

test('sources are named in the order of the catalogue, whichever was known first', () => {
  const left = withoutContainers();
  left.addBlind('gcp', 'Google refuses the key.');
  left.addBlind('aws', 'AWS refuses the key.');
  expect(left.words(services)).toMatch(
    /^Your data is arriving, without AWS, Google Cloud and Containers\. AWS refuses .*\. Google refuses .*Containers: /,
  );
});

test('a reason that names its source is not put under that name once more', () => {
  const without = (source: SourceId, reason: string) => {
    const left = new LeftOut({ leaveOut: () => undefined } as unknown as TaskContext);
    left.addBlind(source, reason);
    return left.words(services);
  };
  const arriving = 'Your data is arriving, without';
  expect(without('aws', 'AWS cannot be reached.')).toContain(`${arriving} AWS. AWS cannot be reached.`);
  expect(without('aws', 'AWS: no access key is set.')).toContain(`${arriving} AWS: no access key is set.`);
  expect(without('aws', 'No round has ended. AWS is slow.')).toContain(
    `${arriving} AWS: No round has ended.`,
  );
  expect(without('aws', 'Data of AWS/RDS is missing.')).toContain(`${arriving} AWS: Data of AWS/RDS`);
  expect(without('gcp', 'stackdriver-exporter (Google Cloud) reports an error.')).toContain(
    `${arriving} Google Cloud. stackdriver-exporter (Google Cloud) reports`,
  );
});
