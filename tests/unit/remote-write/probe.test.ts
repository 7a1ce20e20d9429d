import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { probeResultSchema } from '@/lib/schemas/wizard';
import { isRefusedAddress } from '@/lib/server/outbound/address-guard';
import { classifyAnswer } from '@/lib/server/remote-write/classify';
import { connectFinding, type ProbeTarget } from '@/lib/server/remote-write/findings';
import { probeRemoteWrite } from '@/lib/server/remote-write/probe';
import { FakeGrafanaGateway } from '../../support/fakes/fake-grafana-gateway';
import { lanAddress } from '../../support/fakes/receivers';

const glc = (content: object) => `glc_${Buffer.from(JSON.stringify(content)).toString('base64')}`;
const TOKEN = glc({ o: '777', n: 'weir', k: 'k', m: { r: 'prod-eu-west-2' } });
const target = (url: string, more: Partial<ProbeTarget> = {}): ProbeTarget => ({
  kind: 'grafana-cloud',
  url: new URL(url),
  username: '123456',
  secret: TOKEN,
  ...more,
});
const lan = async () => [{ address: lanAddress(), family: 4 }];

let gateway: FakeGrafanaGateway;
beforeEach(async () => {
  gateway = await FakeGrafanaGateway.start();
});
afterEach(() => gateway.stop());
const push = () => `${gateway.origin}/api/prom/push`;

describe('the request', () => {
  it('is one remote write without samples, with the credentials', async () => {
    const result = await probeRemoteWrite(target(push()));
    expect(probeResultSchema.parse(result)).toMatchObject({ outcome: 'ok', hint: null, field: null });
    expect(gateway.seen).toHaveLength(1);
    expect(gateway.seen[0]).toMatchObject({
      method: 'POST',
      path: '/api/prom/push',
      credentials: `123456:${TOKEN}`,
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
      },
    });
    expect([...(gateway.seen[0]?.body ?? [])]).toEqual([0]);
  });

  it('follows no redirect', async () => {
    gateway.answers(302, '', { location: '/login' });
    expect(await probeRemoteWrite(target(push()))).toMatchObject({ outcome: 'wrong-url', field: 'url' });
    expect(gateway.seen).toHaveLength(1);
  });

  it('reads only the start of an endless body, and shows none of it', async () => {
    gateway.script = (_, response) => {
      response.writeHead(500);
      const more = () => {
        if (!response.destroyed) response.write('<script>'.repeat(1000), () => setImmediate(more));
      };
      more();
    };
    const result = await probeRemoteWrite(target(push()));
    expect(result.outcome).toBe('server-error');
    expect(JSON.stringify(result)).not.toContain('script');
  });

  it('gives up when no answer comes in time', async () => {
    gateway.script = () => {};
    const result = await probeRemoteWrite(target(push()), { limitMs: 200 });
    expect(result).toMatchObject({ outcome: 'timeout', field: 'url' });
  });

  it('gives up when the answer stops half-way', async () => {
    gateway.script = (_, response) => response.writeHead(401).write('{"status":');
    expect((await probeRemoteWrite(target(push()), { limitMs: 200 })).outcome).toBe('timeout');
  });

  it('never shows the token', async () => {
    gateway.script = (seen, response) => response.writeHead(401).end(JSON.stringify(seen.headers));
    expect(JSON.stringify(await probeRemoteWrite(target(push())))).not.toContain(TOKEN);
  });
});

describe('what the answer means', () => {
  it.each([
    [401, 'invalid token', 'wrong-token', 'token'],
    [401, 'invalid scope requested', 'missing-scope', 'token'],
    [401, 'legacy auth cannot be upgraded because the host is not found', 'wrong-id', 'instanceId'],
    [403, '', 'missing-scope', 'token'],
    [401, '', 'wrong-id-or-token', 'token'],
  ])('%i "%s" is %s', async (status, reason, outcome, field) => {
    gateway.refuses(status, reason);
    const result = await probeRemoteWrite(target(push()));
    expect(result).toMatchObject({ outcome, field });
    expect(result.hint).toMatch(/Grafana Cloud: /);
  });

  it('takes the organisation’s number in place of the instance ID for a wrong id', async () => {
    gateway.refuses(401, 'invalid token');
    expect(await probeRemoteWrite(target(push(), { username: '777' }))).toMatchObject({
      outcome: 'wrong-id',
      message: expect.stringContaining('organisation'),
    });
  });

  it('names both regions when a refused token is of another one', () => {
    const answer = { status: 401, contentType: '', body: 'authentication error: invalid token' };
    const url = 'https://prometheus-prod-13-prod-us-east-0.grafana.net/api/prom/push';
    expect(classifyAnswer(target(url), answer).message).toMatch(/prod-eu-west-2.*prod-us-east-0/);
  });

  it.each([
    [404, 'text/plain', '404 page not found', 'wrong-url'],
    [405, '', '', 'wrong-url'],
    [200, 'text/html; charset=utf-8', '<!doctype html>', 'wrong-url'],
    [200, '', '<html>', 'wrong-url'],
    [400, 'text/plain', 'Client sent an HTTP request to an HTTPS server.', 'wrong-url'],
    [401, 'application/json', '{"message":"Invalid username or password"}', 'wrong-url'],
    [204, '', '', 'ok'],
    [429, '', '', 'rate-limited'],
    [503, 'text/html', '<html>Bad gateway</html>', 'server-error'],
    [400, '', 'bad request', 'unexpected'],
  ])('HTTP %i %s "%s" is %s', async (status, contentType, body, outcome) => {
    gateway.answers(status, body, contentType === '' ? {} : { 'content-type': contentType });
    expect((await probeRemoteWrite(target(push()))).outcome).toBe(outcome);
  });

  it('speaks of user name and password for another destination', async () => {
    gateway.answers(401, 'no');
    const other = target(push(), { kind: 'other', username: 'me', secret: 'x' });
    expect(await probeRemoteWrite(other)).toMatchObject({ outcome: 'wrong-id-or-token', field: 'password' });
    gateway.answers(204, '');
    expect((await probeRemoteWrite({ ...other, username: '', secret: '' })).outcome).toBe('ok');
    expect(gateway.seen.at(-1)?.credentials).toBeNull();
  });
});

describe('what is told without a request', () => {
  const cloud = 'https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push';
  it.each([
    ['the address of a Grafana', target('https://me.grafana.net/api/prom/push'), 'wrong-url', 'url'],
    [
      'the name of a metrics host that is not known yet',
      target('https://mimir-prod-9.grafana.net/wrong'),
      'wrong-url',
      'url',
    ],
    ['a store of logs', target('https://logs-prod-012.grafana.net/loki/api/v1/push'), 'wrong-url', 'url'],
    ['a path that is cut off', target(cloud.replace('/push', '')), 'wrong-url', 'url'],
    ['http', target(cloud.replace('https', 'http')), 'wrong-url', 'url'],
    ['no token', target(cloud, { secret: '' }), 'wrong-token', 'token'],
    ['a token of a service account', target(cloud, { secret: 'glsa_abc' }), 'wrong-token', 'token'],
    ['a token that is cut off', target(cloud, { secret: TOKEN.slice(0, 30) }), 'wrong-token', 'token'],
    ['a password', target(cloud, { secret: 'hunter2' }), 'wrong-token', 'token'],
    ['no id', target(cloud, { username: '' }), 'wrong-id', 'instanceId'],
  ])('%s', async (_, wrong, outcome, field) => {
    const resolve = () => Promise.reject(new Error('nothing may be looked up'));
    const result = await probeRemoteWrite(wrong, { resolve });
    expect(result).toMatchObject({ outcome, field });
    expect(result.hint).not.toBeNull();
  });
});

describe('when no answer comes', () => {
  it('tells a host that does not exist from a network that is down', async () => {
    const elsewhere = target('https://no-such-host.example/x', { kind: 'other' });
    const missing = Object.assign(new Error(), { code: 'ENOTFOUND' });
    const online = (host: string) => (host === 'grafana.com' ? lan() : Promise.reject(missing));
    const offline = () => Promise.reject(missing);
    expect(await probeRemoteWrite(elsewhere, { resolve: online })).toMatchObject({
      outcome: 'unknown-host',
      field: 'url',
    });
    expect(await probeRemoteWrite(elsewhere, { resolve: offline })).toMatchObject({ outcome: 'no-network' });
  });

  it('says that a port is closed', async () => {
    const { origin } = gateway;
    await gateway.stop();
    expect((await probeRemoteWrite(target(`${origin}/api/prom/push`))).outcome).toBe('refused');
  });

  it('says that https is not spoken', async () => {
    const url = push().replace('http:', 'https:');
    expect(await probeRemoteWrite(target(url))).toMatchObject({ outcome: 'tls-error', field: 'url' });
  });

  it('connects to the address that was checked, and refuses those of metadata services', async () => {
    const url = `http://metrics.example:${new URL(gateway.origin).port}/api/prom/push`;
    expect((await probeRemoteWrite(target(url), { resolve: lan })).outcome).toBe('ok');
    expect(gateway.seen[0]?.headers.host).toMatch(/^metrics\.example:/);
    const rebinding = async () => [...(await lan()), { address: '169.254.169.254', family: 4 }];
    expect((await probeRemoteWrite(target(url), { resolve: rebinding })).outcome).toBe('wrong-url');
    expect((await probeRemoteWrite(target('http://169.254.169.254/api/prom/push'))).outcome).toBe(
      'wrong-url',
    );
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([
    ['ENETUNREACH', 'no-network'],
    ['CERT_HAS_EXPIRED', 'tls-error'],
    ['CERT_NOT_YET_VALID', 'tls-error'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-error'],
    ['ECONNRESET', 'unexpected'],
  ])('%s is %s', (code, outcome) => {
    expect(connectFinding(code, new URL('https://x.example')).outcome).toBe(outcome);
  });
});

describe('a certificate', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weir-probe-'));
  const file = (name: string) => path.join(folder, name);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=metrics.example', '-addext', 'subjectAltName=DNS:metrics.example'],
      ...['-keyout', file('key.pem'), '-out', file('cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  const tls = { key: readFileSync(file('key.pem'), 'utf8'), cert: readFileSync(file('cert.pem'), 'utf8') };
  rmSync(folder, { recursive: true });
  let secure: FakeGrafanaGateway;
  beforeEach(async () => {
    secure = await FakeGrafanaGateway.start(tls);
  });
  afterEach(() => secure.stop());
  const at = (host: string) => target(`https://${host}:${new URL(secure.origin).port}/api/prom/push`);

  it('that nobody signed is refused before the token is sent', async () => {
    const result = await probeRemoteWrite(at('metrics.example'), { resolve: lan });
    expect(result).toMatchObject({ outcome: 'tls-error', message: expect.stringContaining('signed') });
    expect(secure.seen).toHaveLength(0);
  });

  it('of another host is refused, and the right one accepted', async () => {
    const options = { resolve: lan, ca: tls.cert };
    expect(await probeRemoteWrite(at('other.example'), options)).toMatchObject({
      outcome: 'tls-error',
      message: expect.stringContaining('other.example'),
    });
    expect((await probeRemoteWrite(at('metrics.example'), options)).outcome).toBe('ok');
  });
});

describe('isRefusedAddress', () => {
  it.each([
    ...[
      '169.254.169.254',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '168.63.129.16',
      'fe80::1',
      '::',
      'ff02::1',
    ],
    ...[
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::1',
      '::ffff:0:169.254.1.1',
      'fd00:ec2::254',
    ],
    ...['::169.254.169.254', 'fe80::1%eth0', 'not an address'],
  ])('refuses %s', (address) => {
    expect(isRefusedAddress(address)).toBe(true);
  });
  it.each([
    '127.0.0.1',
    '::1',
    '192.168.1.5',
    '10.0.0.1',
    '172.17.0.1',
    '34.1.2.3',
    '2a00:1450::1',
    '::ffff:10.0.0.1',
  ])('allows %s', (address) => {
    expect(isRefusedAddress(address)).toBe(false);
  });
});
