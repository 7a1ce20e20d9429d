import { expect, test } from 'vitest';
import { awsFields } from '@/components/forms/sources/aws/form';
import { awsEstimate } from '@/components/forms/sources/aws/price';
import { listWords } from '@/components/forms/sources/price/words';
import { prices } from '@/lib/pipeline/sources/prices';
import type { Counted } from '@/lib/schemas/price';

const found = (service: string, place: string, resources: number): Counted => ({
  ...{ service, place, resources, metrics: 4, statistics: 4 },
  ...{ least: resources * 4, most: resources * 4 },
});
const fields = {
  ...awsFields(null),
  ...{ enabled: true, regions: ['eu-west-1'], services: ['sqs' as const] },
};
const role = { arn: 'arn:aws:iam::210987654321:role/weir', externalId: '' };
const estimate = (given: object, counted: Counted[]) =>
  awsEstimate({ ...fields, ...given }, { counted, answer: null });

test('an account that is added, and of which nothing is known, is named and counts for nothing', () => {
  const counted = [found('sqs', 'eu-west-1', 2)];
  const alone = estimate({}, counted);
  const both = estimate({ roles: [role] }, counted);
  expect(both).toMatchObject({ resources: 2, unknown: ['SQS in eu-west-1 of account 210987654321'] });
  expect(both?.round.most).toBe(alone?.round.most);
});

test('each account counts, that of the key only while it is measured', () => {
  const counted = [found('sqs', 'eu-west-1', 2), found('sqs', 'eu-west-1/210987654321', 5)];
  expect(estimate({ roles: [role] }, counted)).toMatchObject({ resources: 7, unknown: [] });
  expect(estimate({ roles: [role], ownAccount: false }, counted)).toMatchObject({ resources: 5 });
  const { round } = estimate({ roles: [role] }, counted) ?? {};
  expect(round?.listsByAccount).toEqual([4, 4]);
  expect(estimate({}, counted)?.round.listsByAccount).toBeUndefined();
  // A line that is being filled in is no account yet, and without a role the key's own counts.
  expect(estimate({ roles: [{ ...role, arn: ' ' }] }, counted)).toMatchObject({ resources: 2 });
  expect(estimate({ ownAccount: false }, counted)).toMatchObject({ resources: 2 });
});

test('lists that pass what is free say for whom it is free', () => {
  const counted = [found('sqs', 'eu-west-1', 40_000), found('sqs', 'eu-west-1/210987654321', 40_000)];
  const words = (given: object) => {
    const found = estimate(given, counted);
    return found && listWords(found, 300, prices);
  };
  expect(words({})).toMatch(/are 1,764,800 more than the 1,000,000 that are free\.$/);
  expect(words({ roles: [role] })).toMatch(
    /are 4,529,600 more than the 1,000,000 that are free for accounts on one bill\. An account with a bill of its own has 1,000,000 free\.$/,
  );
});
