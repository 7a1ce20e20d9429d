import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of tests that take more than a minute and a half, longest first: begun last, one would end long after all others. */
const SLOWEST = [
  'faults/drills',
  'compose/up',
  'faults/notify',
  // Each update is watched for half a minute.
  'change/updates',
  'change/updates-exporter',
  'engine/build',
  'destination/arrival',
  'destination/proof',
  'sources/aws-stack',
  'launch/blind',
  'vmagent/vmagent',
  'vmagent/versions',
  'launch/build',
  'change/kill',
  'faults/findings',
  'change/url',
  'launch/without',
  'faults/impostor',
  'launch/down-and-up',
  'compose/move',
  'compose/release',
  'engine/crash',
  'change/apply',
  'sources/gcp-stack',
  'sources/aws-corpus',
  'sources/gcp-counts',
  // It waits while faults/drills has the port of the fake DNS server.
  'faults/pairs',
];

function rank({ moduleId }: TestSpecification): number {
  const place = SLOWEST.findIndex((name) => moduleId.endsWith(`integration/real/${name}.test.ts`));
  return place === -1 ? SLOWEST.length : place;
}

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
