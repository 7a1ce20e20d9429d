import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of tests that take more than a minute and a half, longest first: begun last, one would end long after all others. */
const SLOWEST = [
  'drills',
  'compose-up',
  'notify',
  'build',
  'launch-blind',
  'vmagent',
  'launch-build',
  'apply-kill',
  'findings',
  'apply-url',
  'launch-without',
  'impostor',
  'down-and-up',
  // It waits while drills has the port of the fake DNS server.
  'fault-pairs',
];

function rank({ moduleId }: TestSpecification): number {
  const place = SLOWEST.indexOf(path.basename(moduleId, '.test.ts'));
  return place === -1 ? SLOWEST.length : place;
}

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
