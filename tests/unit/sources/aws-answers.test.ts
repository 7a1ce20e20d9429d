import { afterEach, describe, expect, test } from 'vitest';
import { addressOf } from '@/lib/server/sources/aws/doctor/address';
import { askDoctor } from '@/lib/server/sources/aws/doctor/doctor';
import { refusalOf } from '@/lib/server/sources/aws/doctor/refusal';
import { tagCommand } from '@/lib/server/sources/aws/doctor/tag-command';
import { httpReceiver, type Receiver } from '../../support/fakes/receivers';

describe('the address of a service', () => {
  const host = (service: string, region: string) => addressOf({ service, region }, '')?.href;
  test.each([
    ['monitoring', 'eu-west-1', 'https://monitoring.eu-west-1.amazonaws.com/'],
    ['sts', 'us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com/'],
    ['sqs', 'cn-north-1', 'https://sqs.cn-north-1.amazonaws.com.cn/'],
    ['ecs', 'eusc-de-east-1', 'https://ecs.eusc-de-east-1.amazonaws.eu/'],
    ['iam', 'us-east-1', 'https://iam.amazonaws.com/'],
    ['iam', 'cn-north-1', 'https://iam.cn-north-1.amazonaws.com.cn/'],
  ])('%s in %s', (service, region, href) => {
    expect(host(service, region)).toBe(href);
  });

  test('is one for all where .env names one, if that is a web address', () => {
    const asked = { service: 'lambda', region: 'eu-west-1', path: '/2015-03-31/functions?MaxItems=50' };
    expect(addressOf(asked, 'http://10.0.0.9:4566')?.href).toBe(
      'http://10.0.0.9:4566/2015-03-31/functions?MaxItems=50',
    );
    expect(addressOf(asked, 'file:///etc/passwd')).toBeNull();
    expect(addressOf(asked, 'nonsense')).toBeNull();
  });
});

describe('an error of AWS', () => {
  const refusal = (
    text: string,
    aheadMs: number | null = 0,
    more: { status?: number; errorType?: string } = {},
  ) => refusalOf({ status: 403, errorType: '', text, aheadMs, ...more }, 'tag:GetResources').words;

  test('without words is told from the clock by the time of the answer', () => {
    const bare = '<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>';
    expect(refusal(bare)).toContain('the secret: it does not belong');
    expect(refusal(bare, -31 * 60_000 - 12_000)).toContain('clock is behind. It is 31 min 12 s behind.');
    expect(refusal(bare, 3 * 3_600_000)).toContain('clock is ahead. It is 3 h ahead.');
  });

  test('that says nothing of the permission still names it', () => {
    expect(refusal('{"__type":"AccessDeniedException"}')).toContain('Missing: tag:GetResources.');
    const type = 'AccessDeniedException:http://internal.amazon.com/coral/';
    expect(refusal('{}', 0, { errorType: type })).toContain('Missing: tag:GetResources.');
  });

  test('that nobody knows is named by its code alone', () => {
    expect(refusal('{"__type":"com.amazon#Odd<script>","message":"<script>"}')).toBe(
      'AWS answers tag:GetResources with 403 Odd, which Weir does not know.',
    );
  });
});

describe('what answers in the place of AWS', () => {
  let receiver: Receiver;
  afterEach(() => receiver.stop());

  test.each<[string, string, number]>([
    ['a web page', '<html>Please log in</html>', 200],
    ['nothing', '', 200],
    ['something else in JSON', '{"ResourceTagMappingList":7}', 200],
    ['a redirect', '', 302],
    ['a page that is missing', 'not here', 404],
  ])('%s is not taken for it', async (_what, body, status) => {
    receiver = await httpReceiver();
    receiver.answer = (_request, response) =>
      response.writeHead(status, { location: 'http://192.0.2.1/' }).end(body);
    const caller = {
      key: { accessKeyId: 'AKIAFAKEFAKEFAKEFAKE', secretAccessKey: 'x' },
      endpoint: receiver.origin,
      signal: new AbortController().signal,
    };
    const answer = await askDoctor(caller, { roles: [], ownAccount: true, stsRegion: '' }, [
      { namespace: 'AWS/SQS', service: 'sqs', regions: ['eu-west-1'], accounts: [''] },
    ]);
    expect(answer).toMatchObject({ identity: null, problem: { state: 'unknown' }, rows: [] });
    expect(receiver.seen).toHaveLength(1);
  });
});

test('a command to tag is of ARNs that AWS can have, quoted', () => {
  const good = 'arn:aws:sqs:eu-west-1:123456789012:jobs';
  const odd = [
    "arn:aws:sqs:eu-west-1:123456789012:a'b",
    'arn:aws:sqs:eu-west-1:1:$(id)',
    'x; id',
    `${good}\nid`,
  ];
  expect(tagCommand('eu-west-1', [good, ...odd])).toMatch(/--resource-arn-list 'arn:[^ ]*:jobs'$/);
  expect(tagCommand('eu-west-1', odd)).toBe('');
});
