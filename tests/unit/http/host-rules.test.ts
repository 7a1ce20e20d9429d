import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostNameOf, isAllowedHost } from '@/lib/server/http/host-rules';

const names = ['pond', 'pond.local', 'pond.tail1234.ts.net'];

test.each([
  'localhost',
  'localhost:8430',
  'LOCALHOST.',
  '127.0.0.1:8430',
  '192.168.1.20:9999',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255:80',
  '100.101.102.103:8430',
  '169.254.7.7',
  '[::1]:8430',
  '[fe80::1]:8430',
  '[fd12:3456::1]',
  '[::ffff:192.168.1.20]',
  'pond',
  'POND.local:8430',
  'pond.local.',
  'pond.tail1234.ts.net',
])('answers under %s', (host) => {
  expect(isAllowedHost(host, names)).toBe(true);
});

test.each([
  null,
  '',
  ' ',
  'evil.example',
  'evil.example:8430',
  'localhost.evil.example',
  'pond.evil.example',
  'pond.local.evil.example',
  'xpond.local',
  '127.0.0.1.evil.example',
  '192.168.1.20.nip.io',
  '8.8.8.8',
  '172.32.0.1',
  '[2606:4700::1111]',
  '[::ffff:8.8.8.8]',
  'localhost@evil.example',
  'evil.example#localhost',
  'evil.example/localhost',
  'evil.example?localhost',
  'evil.example\\localhost',
  'localhost, evil.example',
  'localhost\r\nx: y',
  'localhost:abc',
  'localhost:99999',
  'pönd.local',
  `${'a'.repeat(300)}.local`,
])('refuses %j', (host) => {
  expect(isAllowedHost(host, names)).toBe(false);
});

test('the port never decides', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.domain(),
        fc.ipV4(),
        fc.ipV6().map((address) => `[${address}]`),
        fc.constantFrom(...names),
      ),
      fc.integer({ min: 1, max: 65535 }),
      (host, port) => isAllowedHost(host, names) === isAllowedHost(`${host}:${port}`, names),
    ),
  );
});

test('no name that is not listed is let in, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.domain(), (domain) => {
      fc.pre(!names.includes(domain));
      expect(isAllowedHost(domain, names)).toBe(false);
      for (const name of names) expect(isAllowedHost(`${name}.${domain}`, names)).toBe(false);
    }),
  );
});

test('an address is read as a browser reads it', () => {
  expect(hostNameOf('0x7f.1')).toBe('127.0.0.1');
  expect(hostNameOf('2130706433')).toBe('127.0.0.1');
  expect(hostNameOf('[0:0:0:0:0:0:0:1]:80')).toBe('::1');
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65535 }), (address, port) => {
      expect(hostNameOf(`${address}:${port}`)).toBe(new URL(`http://${address}`).hostname);
    }),
  );
});

test('nothing that is sent as Host makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (host) => typeof isAllowedHost(host, names) === 'boolean'),
  );
});
