import { expect, test } from 'vitest';
import { connectFault } from '@/lib/server/outbound/connect-fault';

test.each([
  ['WEIR_REFUSED_ADDRESS', 'refused-address'],
  ['WEIR_REFUSED_PORT', 'refused-port'],
  ['WEIR_UNKNOWN_HOST', 'unknown-host'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'no-route'],
  ['CERT_HAS_EXPIRED', 'clock'],
  ['CERT_REVOKED', 'unsigned'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no-tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unsigned'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unsigned'],
  ['ECONNRESET', 'broken'],
  ['', 'broken'],
])('%s is %s, in words that name the other side', (code, kind) => {
  const fault = connectFault(code, 'pond.example', 8428);
  expect(fault.kind).toBe(kind);
  expect(fault.message).toMatch(/pond\.example|8428/);
  expect(fault.hint).not.toBe('');
});

test('only what lies between this Pi and the other side explains other failures', () => {
  const causeOf = (code: string) => connectFault(code, 'pond.example', 443).cause;
  expect(['ETIMEDOUT', 'ECONNREFUSED', 'ENETUNREACH'].map(causeOf)).toEqual(Array(3).fill('unreached'));
  expect(causeOf('CERT_NOT_YET_VALID')).toBe('clock');
  expect(causeOf('ECONNRESET')).toBeUndefined();
});
