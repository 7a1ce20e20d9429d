import { afterEach, expect, test } from 'vitest';
import { askDoctor } from '@/lib/server/sources/aws/doctor/doctor';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import { type AwsWorld, KEY_ID, lambda, oneAccount, REGION, SECRET } from '../../support/fakes/aws/world';
import { lanAddress } from '../../support/fakes/receivers';

let aws: FakeAws | undefined;
afterEach(() => aws?.close());

/** What the doctor says of Lambda, with these metrics. */
async function rowFor(metrics: string[], more: Partial<AwsWorld> = {}) {
  aws = await startFakeAws(lanAddress(), oneAccount([lambda('orders', { env: 'prod' })], more));
  const key = { accessKeyId: KEY_ID, secretAccessKey: SECRET };
  const caller = { key, endpoint: aws.url, signal: new AbortController().signal };
  const job = {
    namespace: 'AWS/Lambda',
    service: 'lambda' as const,
    regions: [REGION],
    accounts: [''],
    metrics,
  };
  const { rows } = await askDoctor(caller, { roles: [], ownAccount: true, stsRegion: REGION }, [job]);
  return rows[0];
}
const lists = () =>
  aws?.calls.filter(({ action, about }) => action === 'cloudwatch:ListMetrics' && / \w+$/.test(about)).length;

test('a metric that CloudWatch does not have is told before it is asked for in vain', async () => {
  expect(await rowFor(['Invocations', 'Invocatons', 'Erors'])).toMatchObject({
    state: 'warn',
    message:
      '1 function has a tag and is read. CloudWatch has no metric Invocatons and Erors of it: misspelt, or not reported for two weeks.',
    fix: 'Compare the name with what CloudWatch lists.',
  });
});

test('recommended names are not asked about, and of others at most twenty', async () => {
  expect(await rowFor(['Invocations', 'Duration'])).toMatchObject({ state: 'ok' });
  expect(lists()).toBe(0);
  await aws?.close();
  const many = Array.from({ length: 30 }, (_, i) => `Odd${i}`);
  expect((await rowFor(many))?.state).toBe('warn');
  expect(lists()).toBe(20);
});

test('a list that is refused says nothing of names', async () => {
  const row = await rowFor(['Invocatons'], {
    faults: [{ does: 'throttle', action: 'cloudwatch:ListMetrics' }],
  });
  expect(row?.state).toBe('unknown');
  expect(row?.message).not.toContain('Invocatons');
});
