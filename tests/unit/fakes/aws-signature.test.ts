import { describe, expect, test } from 'vitest';
import { isSignedWith, signatureHex, signatureOf } from '../../support/fakes/aws/signature';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const DATE = '20150830T123600Z';
const FORM = 'application/x-www-form-urlencoded';

interface Example {
  what: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  scope?: string;
  hex: string;
}
const vanilla = { host: 'example.amazonaws.com', 'x-amz-date': DATE };

/** AWS's published examples: its test suite for Signature Version 4, and the one of its General Reference. */
const examples: Example[] = [
  {
    what: 'get-vanilla',
    method: 'GET',
    url: '/',
    headers: vanilla,
    hex: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    what: 'get-vanilla-query-order-key-case',
    method: 'GET',
    url: '/?Param2=value2&Param1=value1',
    headers: vanilla,
    hex: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    what: 'get-header-value-trim',
    method: 'GET',
    url: '/',
    headers: { ...vanilla, 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
    hex: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    what: 'get-header-key-duplicate',
    method: 'GET',
    url: '/',
    headers: { ...vanilla, 'my-header1': 'value2,value2,value1' },
    hex: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    what: 'post-vanilla',
    method: 'POST',
    url: '/',
    headers: vanilla,
    hex: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    what: 'post-x-www-form-urlencoded',
    method: 'POST',
    url: '/',
    headers: { ...vanilla, 'content-type': FORM },
    body: 'Param1=value1',
    hex: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
  {
    what: 'post-x-www-form-urlencoded-parameters',
    method: 'POST',
    url: '/',
    headers: { ...vanilla, 'content-type': `${FORM}; charset=utf8` },
    body: 'Param1=value1',
    hex: '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
  },
  {
    what: 'ListUsers of IAM',
    method: 'GET',
    url: '/?Action=ListUsers&Version=2010-05-08',
    headers: { host: 'iam.amazonaws.com', 'x-amz-date': DATE, 'content-type': `${FORM}; charset=utf-8` },
    scope: 'us-east-1/iam',
    hex: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
];

function signed({ method, url, headers, scope = 'us-east-1/service', hex }: Example) {
  const credential = `AKIDEXAMPLE/20150830/${scope}/aws4_request`;
  const names = Object.keys(headers).sort().join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${hex}`;
  return { method, url, headers: { ...headers, authorization } };
}

describe('signatures that AWS publishes', () => {
  test.each(examples)('$what is good', (example) => {
    const request = signed(example);
    const signature = signatureOf(request);
    expect(signature).toMatchObject({ key: 'AKIDEXAMPLE', day: '20150830', region: 'us-east-1' });
    if (!signature) return;
    const body = example.body ?? '';
    expect(isSignedWith(SECRET, request, body, signature)).toBe(true);
    expect(isSignedWith(`${SECRET}x`, request, body, signature)).toBe(false);
    expect(isSignedWith(SECRET, request, `${body}x`, signature)).toBe(false);
    expect(isSignedWith(SECRET, { ...request, url: `${example.url}x` }, body, signature)).toBe(false);
  });

  test('the order of parameters and values does not matter, also where one name begins another', () => {
    const scope = {
      day: '20150830',
      region: 'us-east-1',
      service: 'service',
      headers: ['host', 'x-amz-date'],
    };
    const hexOf = (query: string) =>
      signatureHex(SECRET, { method: 'GET', url: `/?${query}`, headers: vanilla }, '', scope);
    expect(hexOf('a-b=1&a=2&a=1')).toBe(hexOf('a=1&a=2&a-b=1'));
    expect(hexOf('a=1')).not.toBe(hexOf('a=2'));
  });

  test('a request without a signature has none', () => {
    expect(signatureOf({ method: 'GET', url: '/', headers: vanilla })).toBeNull();
    const headers = { ...vanilla, authorization: 'Basic YTpi' };
    expect(signatureOf({ method: 'GET', url: '/', headers })).toBeNull();
  });
});
