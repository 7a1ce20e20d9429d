import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInNetworks, isRefusedAddress } from '@/lib/server/outbound/address-guard';
import { isOwnHost, isOwnName } from '@/lib/server/outbound/own-hosts';
import { safeAddresses } from '@/lib/server/outbound/safe-addresses';
import { probeRemoteWrite } from '@/lib/server/remote-write/probe';
import { singleton } from '@/lib/server/singleton';
import { forgetProcessState } from '../../support/panel/route-call';

beforeAll(() => {
  process.env.WEIR_HOST_NAME = 'pond';
  forgetProcessState();
  // As in the panel's container, where Docker calls 172.18.0.5 `weir`.
  singleton('stack-networks', () => ({
    atMs: Number.POSITIVE_INFINITY,
    networks: ['172.18.0.5/16', 'fd12:3::5/64'],
  }));
});
afterAll(() => {
  delete process.env.WEIR_HOST_NAME;
  forgetProcessState();
});

const OWN_NAMES = [
  ...[
    'vmagent',
    'VMAGENT',
    'vmagent.',
    'victoria-metrics',
    'yace',
    'stackdriver-exporter',
    'node-exporter',
    'cadvisor',
    'weir',
  ],
  ...['monitoring-vmagent-1', 'monitoring_vmagent_1', 'monitoring-weir-2', 'vmagent.monitoring_monitoring'],
  ...[
    'monitoring-vmagent-1.monitoring_monitoring',
    'localhost',
    'x.localhost',
    'LOCALHOST.',
    'ip6-localhost',
  ],
  ...[
    'host.docker.internal',
    'gateway.docker.internal',
    'host.containers.internal',
    'pond',
    'pond.local',
    'Pond.Local.',
  ],
  ...['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'],
];
const OTHER_NAMES = [
  ...[
    'nas',
    'nas.local',
    'vmagent.example.com',
    'weir.example.com',
    'my-vmagent',
    'vmagent2',
    'pond.example.com',
  ],
  ...[
    '192.168.1.5',
    '10.0.0.2',
    'prometheus-prod-13.grafana.net',
    'docker.internal.example.com',
    'localhost.example.com',
  ],
];
const OWN_ADDRESSES = [
  '172.18.0.1',
  '172.18.0.5',
  '172.18.3.4',
  '::ffff:172.18.0.9',
  '64:ff9b::ac12:1',
  '2002:ac12:1::1',
  'fd12:3::77',
];
const OTHER_ADDRESSES = ['172.19.0.1', '192.168.1.5', '10.1.2.3', 'fd12:4::77', '2a00:1450::1'];
const METADATA = [
  ...['169.254.169.254', '169.254.170.2', '169.254.170.23', '169.254.0.23', '169.254.42.42', '192.0.0.192'],
  ...['100.100.100.200', '100.88.222.5', '168.63.129.16', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
  ...['fd00:c1::a9fe:a9fe', 'fd00:42::42', '::ffff:192.0.0.192', '64:ff9b::a9fe:a9fe', '64:ff9b::c000:c0'],
  ...[
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:7f00:1::',
    '64:ff9b:1::c0a8:101',
    '2002:a9fe:a9fe::1',
    '2001:0:a9fe:a9fe::1',
  ],
  ...[
    'fe80::5efe:a9fe:a9fe',
    '2a00:1::5efe:a9fe:a9fe',
    '2a00:1::200:5efe:a9fe:a9fe',
    '::169.254.169.254',
    'fec0::1',
  ],
];

const url = (host: string) => new URL(`http://${host.includes(':') ? `[${host}]` : host}/api/v1/write`);
const destination = (host: string) => ({
  kind: 'other' as const,
  url: url(host),
  username: 'weir',
  secret: 'x',
});
const neverAsked = async () => {
  throw new Error('the name was looked up');
};

describe('by name', () => {
  test.each(OWN_NAMES)('%s is of the stack or of this Pi', (host) => expect(isOwnName(host)).toBe(true));
  test.each(OTHER_NAMES)('%s is not', (host) => expect(isOwnName(host)).toBe(false));

  test.each(OWN_NAMES)('nothing is sent to %s, by a destination or by a message', async (host) => {
    const found = await probeRemoteWrite(destination(host), { resolve: neverAsked });
    expect(found).toMatchObject({ outcome: 'wrong-url', field: 'url' });
    expect(found.message).toContain('Weir sends nothing there');
    await expect(safeAddresses(host, 443, { resolve: neverAsked })).rejects.toMatchObject({
      code: 'WEIR_REFUSED_ADDRESS',
    });
  });
});

describe('by address', () => {
  test.each(OWN_ADDRESSES)('%s is in the stack’s networks, whatever name leads there', async (address) => {
    const family = address.includes(':') ? 6 : 4;
    const resolve = async () => [
      { address: '192.168.1.5', family: 4 },
      { address, family },
    ];
    expect(await isOwnHost('nas', await resolve())).toBe(true);
    expect((await probeRemoteWrite(destination('nas.example'), { resolve })).message).toContain(
      'part of this stack',
    );
    await expect(safeAddresses('nas.example', 443, { resolve })).rejects.toMatchObject({
      code: 'WEIR_REFUSED_ADDRESS',
    });
  });
  test.each(OTHER_ADDRESSES)('%s may be another machine', async (address) => {
    expect(await isOwnHost('nas', [{ address, family: address.includes(':') ? 6 : 4 }])).toBe(false);
    expect(isRefusedAddress(address)).toBe(false);
  });
  test.each(METADATA)('%s is no destination and gets no message', async (address) => {
    expect(isRefusedAddress(address)).toBe(true);
    const resolve = async () => [{ address, family: address.includes(':') ? 6 : 4 }];
    expect((await probeRemoteWrite(destination('nas.example'), { resolve })).outcome).toBe('wrong-url');
    await expect(safeAddresses('nas.example', 443, { resolve })).rejects.toMatchObject({
      code: 'WEIR_REFUSED_ADDRESS',
    });
  });
  test('no network holds nothing', () => expect(isInNetworks('10.0.0.1', [])).toBe(false));
});

describe('by port', () => {
  const at = (address: string) => async () => [{ address, family: address.includes(':') ? 6 : 4 }];
  test.each([
    ['a Docker Engine in the LAN', '192.168.1.5', 2375],
    ['a Docker Engine on the bridge of this Pi', '172.17.0.1', 2376],
    ['a Docker Engine anywhere', '203.0.113.7', 2375],
    ['this panel by its address in the LAN', '192.168.1.5', 8430],
    ['this panel by the bridge', '172.17.0.1', 8430],
    ['this panel by a local address of IPv6', 'fd00:1::5', 8430],
  ])('%s is no destination and gets no message', async (_, address, port) => {
    const resolve = at(address);
    const target = { ...destination('x'), url: new URL(`http://pi.example:${port}/api/v1/write`) };
    const found = await probeRemoteWrite(target, { resolve });
    expect(found).toMatchObject({ outcome: 'wrong-url', field: 'url' });
    expect(found.message).toContain(`Port ${port} is that of a Docker Engine or of this panel`);
    await expect(safeAddresses('pi.example', port, { resolve })).rejects.toMatchObject({
      code: 'WEIR_REFUSED_PORT',
    });
  });

  test.each([
    ['a VictoriaMetrics on this Pi, by its address in the LAN', '192.168.1.5', 8428],
    ['an ntfy on this Pi, by its address in the LAN', '192.168.1.5', 80],
    ['a server of the internet at the same port', '203.0.113.7', 8430],
  ])('%s is', async (_, address, port) => {
    expect(await safeAddresses('pi.example', port, { resolve: at(address) })).toHaveLength(1);
  });

  test('a panel at the port of every web server keeps nobody from the others', async () => {
    process.env.WEIR_PORT = '80';
    forgetProcessState();
    expect(await safeAddresses('pi.example', 80, { resolve: at('192.168.1.5') })).toHaveLength(1);
    delete process.env.WEIR_PORT;
    forgetProcessState();
  });

  test('a panel that is published at one address of this Pi starts, and its port is known', async () => {
    process.env.WEIR_PORT = '127.0.0.1:8530';
    forgetProcessState();
    const resolve = at('192.168.1.5');
    await expect(safeAddresses('pi.example', 8530, { resolve })).rejects.toMatchObject({
      code: 'WEIR_REFUSED_PORT',
    });
    delete process.env.WEIR_PORT;
    forgetProcessState();
  });
});

test.each([
  'http://nas.example:8428/api/v1/admin/tsdb/delete_series?match[]=up',
  'http://nas.example:8428/api/v1/write?match%5B%5D=up',
  'http://nas.example:8481/delete/0/prometheus/api/v1/admin/tsdb/delete_series',
  'http://nas.example:8428/-/reload',
  'http://nas.example:8428/snapshot/create',
  'http://nas.example:8428/internal/force_merge',
  'http://nas.example:8428/influx/write',
])('%s is not even asked', async (address) => {
  const found = await probeRemoteWrite(
    { ...destination('x'), url: new URL(address) },
    { resolve: neverAsked },
  );
  expect(found).toMatchObject({ outcome: 'wrong-url', field: 'url' });
});
