import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gcp as noGcp } from '@/lib/server/sources/gcp/gcp';
import { readGcpKey } from '@/lib/server/sources/gcp/key';
import type { Sources } from '@/lib/server/sources/sources';
import { checkSources } from '@/lib/server/sources/sources';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const key = {
  type: 'service_account',
  project_id: 'garden-pond',
  client_email: 'weir@garden-pond.iam.gserviceaccount.com',
  private_key: privateKey,
};
const id = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

const sources = (aws: Partial<Sources['aws']>, gcp: Partial<Sources['gcp']> = {}): Sources => ({
  pi: true,
  containers: false,
  aws: {
    enabled: true,
    accessKeyId: id,
    secretAccessKey: secret,
    regions: ['eu-west-1'],
    services: ['lambda'],
    jobs: [],
    exportedTags: {},
    otherJobs: [],
    roles: [],
    ownAccount: true,
    ...aws,
  },
  gcp: {
    ...noGcp.none,
    ...{ enabled: true, projectId: 'garden-pond', keyJson: JSON.stringify(key), services: ['run'] },
    ...gcp,
  },
});

describe('AWS', () => {
  it('accepts keys of the right form', () => {
    expect(checkSources(sources({})).aws).toMatchObject({ ok: true });
  });

  it.each([
    ['nothing', { accessKeyId: '' }, /Enter the access key ID/],
    ['swapped fields', { accessKeyId: secret, secretAccessKey: id }, /looks like the secret/],
    ['the id in both', { secretAccessKey: id }, /access key ID too/],
    ['a temporary key', { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }, /temporary/],
    ['an id that is cut off', { accessKeyId: id.slice(0, 18) }, /this one has 18/],
    ['another id', { accessKeyId: 'AROAIOSFODNN7EXAMPLE' }, /begins with AKIA/],
    ['small letters', { accessKeyId: id.toLowerCase() }, /capital letters/],
    ['no secret', { secretAccessKey: '' }, /Enter the secret/],
    ['a secret that is cut off', { secretAccessKey: secret.slice(1) }, /this one has 39/],
    ['a blank inside', { secretAccessKey: `${secret.slice(0, 20)} ${secret.slice(20)}` }, /blank/],
    ['a wrong character', { secretAccessKey: `${secret.slice(1)}!` }, /character/],
    ['no region', { regions: [] }, /region/],
  ])('says what is wrong with %s', (_, aws, message) => {
    const check = checkSources(sources(aws)).aws;
    expect(check).toMatchObject({ ok: false, message: expect.stringMatching(message) });
    expect(check?.message).not.toContain(secret);
  });

  it('is not looked at while it is off', () => {
    expect(checkSources(sources({ enabled: false, accessKeyId: '' })).aws).toBeNull();
  });
});

describe('Google Cloud', () => {
  it('accepts a complete key and offers its project', () => {
    expect(checkSources(sources({})).gcp).toMatchObject({ ok: true, projectId: 'garden-pond' });
    expect(checkSources(sources({}, { projectId: '' })).gcp).toMatchObject({
      ok: false,
      projectId: 'garden-pond',
    });
    expect(checkSources(sources({}, { projectId: 'other-pond' })).gcp).toMatchObject({
      ok: true,
      message: expect.stringContaining('Monitoring Viewer in other-pond'),
    });
  });

  it.each([
    ['nothing', null, /Add the key file/],
    ['no JSON', 'MIIJKAIBAzCC', /choose JSON/],
    ['a list', '[]', /not the key/],
    ['an OAuth client', JSON.stringify({ installed: { client_id: 'x' } }), /OAuth client/],
    ['a personal login', JSON.stringify({ type: 'authorized_user' }), /personal login/],
    [
      'another kind',
      JSON.stringify({ ...key, type: 'external_account' }),
      /not the key of a service account/,
    ],
    ['no e-mail', JSON.stringify({ ...key, client_email: undefined }), /missing/],
    ['markup for an e-mail', JSON.stringify({ ...key, client_email: '<b>@x' }), /missing|complete/],
    ['a damaged key', JSON.stringify({ ...key, private_key: privateKey.slice(0, 200) }), /damaged/],
    ['another server', JSON.stringify({ ...key, token_uri: 'https://evil.example/token' }), /another server/],
    ['too much', JSON.stringify({ ...key, more: 'x'.repeat(20_000) }), /too large/],
  ])('says what is wrong with %s', (_, keyJson, message) => {
    const read = readGcpKey(keyJson);
    if (read.ok) return expect(read.email).not.toContain('<script');
    expect(read.message).toMatch(message);
    expect(JSON.stringify(read)).not.toContain('PRIVATE KEY');
  });
});
