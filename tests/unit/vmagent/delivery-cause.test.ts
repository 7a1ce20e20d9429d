import { describe, expect, test } from 'vitest';
import { deliveryCause } from '@/lib/server/vmagent/cause';

describe('no HTTP answer, in Go’s words', () => {
  test.each([
    ['dns', 'dial tcp4: lookup nowhere.example on 127.0.0.11:53: no such host'],
    ['dns', 'dial tcp4: lookup prometheus.grafana.net on 127.0.0.11:53: server misbehaving'],
    [
      'dns',
      'dial tcp4: lookup a.example on 192.168.1.1:53: read udp 172.18.0.2:4->192.168.1.1:53: i/o timeout',
    ],
    ['dns', 'dial tcp4: lookup a.example on 127.0.0.11:53: read udp: read: connection refused'],
    ['refused', 'dial tcp4 127.0.0.1:18828: connect: connection refused'],
    ['no-route', 'dial tcp4 1.2.3.4:443: connect: network is unreachable'],
    ['no-route', 'dial tcp4 1.2.3.4:443: connect: no route to host'],
    ['timeout', 'dial tcp4 1.2.3.4:443: i/o timeout'],
    ['timeout', 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
    ['timeout', 'net/http: TLS handshake timeout'],
    ['closed', 'EOF'],
    ['closed', 'read tcp4 1.1.1.1:1->2.2.2.2:2: read: connection reset by peer'],
    [
      'tls-time',
      'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is after 2025-01-01T00:00:00Z',
    ],
    ['tls', 'tls: failed to verify certificate: x509: certificate signed by unknown authority'],
    ['tls', 'tls: first record does not look like a TLS handshake'],
    ['tls', 'http: server gave HTTP response to HTTPS client'],
    [
      'secret-file',
      'cannot read password from `password_file`="/run/secrets/x": open: no such file or directory',
    ],
    [null, 'something else'],
    [null, null],
  ] as const)('%s: %s', (cause, message) => expect(deliveryCause('network', message)).toBe(cause));
});

describe('a rejected block', () => {
  test.each([
    [
      'out-of-order',
      'user=1: the sample has been rejected because another sample with a more recent timestamp has already been ingested and out-of-order samples are not allowed (err-mimir-sample-out-of-order). The affected sample …',
    ],
    [
      'too-old',
      'the sample has been rejected because its timestamp is too old (err-mimir-sample-timestamp-too-old)',
    ],
    ['too-new', 'received a sample whose timestamp is too far in the future (err-mimir-too-far-in-future)'],
    [
      'duplicate',
      'another sample with the same timestamp, but a different value (err-mimir-sample-duplicate-timestamp)',
    ],
    ['series-limit', 'per-user series limit of 10000 exceeded (err-mimir-max-series-per-user)'],
    ['series-limit', 'the per-user active series limit was exceeded (err-mimir-max-active-series)'],
    ['series-limit', 'per-metric series limit of 20000 exceeded (err-mimir-max-series-per-metric)'],
    [
      'label-limit',
      'received a series whose number of labels exceeds the limit (err-mimir-max-label-names-per-series)',
    ],
    [
      'label-limit',
      'received a series whose label value length exceeds the limit (err-mimir-label-value-too-long)',
    ],
    ['undecodable', 'snappy: corrupt input'],
    ['undecodable', 'cannot unmarshal prompb.WriteRequest with size 9 bytes'],
    [null, 'no'],
  ] as const)('%s: %s', (cause, message) => expect(deliveryCause('rejected', message)).toBe(cause));
});

describe('a refused request', () => {
  test.each([
    ['unauthorised', 'wrong-token', '{"status":"error","error":"authentication error: invalid token"}'],
    ['unauthorised', 'wrong-id', 'legacy auth cannot be upgraded because the host is not found'],
    ['unauthorised', 'missing-scope', 'authentication error: invalid scope requested'],
    ['unauthorised', 'wrong-address', 'Invalid username or password'],
    ['forbidden', 'missing-scope', 'authentication error: invalid scope requested'],
    ['unauthorised', null, 'no'],
    ['rate-limited', 'series-limit', 'limit exceeded (err-mimir-max-active-series)'],
    ['rate-limited', null, 'ingestion rate limit (err-mimir-tenant-max-ingestion-rate)'],
    ['server-error', 'read-only', 'cannot store metrics: the storage is in read-only mode; check -storage'],
    ['not-found', null, 'the storage is in read-only mode'],
  ] as const)('%s, %s: %s', (kind, cause, message) => expect(deliveryCause(kind, message)).toBe(cause));
});
