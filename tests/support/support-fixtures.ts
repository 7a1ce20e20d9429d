import type { SupportBundle, SupportState } from '@/lib/schemas/support';

export const noBundle: SupportState = { making: null, failure: null, bundle: null };

/** A bundle of a healthy stack with a part that could not be read, without any content. */
export const bundle: SupportBundle = {
  id: '0123456789abcdef01234567',
  madeAtMs: Date.UTC(2026, 10, 23, 8, 30),
  untilMs: Date.UTC(2026, 10, 23, 8, 40),
  fileName: 'weir-support-2026-11-23-0830.zip',
  bytes: 214_000,
  files: [
    { name: 'README.txt', about: 'What this is', bytes: 412, missing: null },
    { name: 'versions.json', about: 'Versions, images, the machine', bytes: 2_210, missing: null },
    {
      name: 'files/vmagent/targets/stackdriver-exporter.yml',
      about: 'config/vmagent/targets/stackdriver-exporter.yml with its secrets masked',
      bytes: 220,
      missing: null,
    },
    { name: 'vmagent-metrics.txt', about: 'vmagent’s own counters', bytes: 31, missing: 'ECONNREFUSED' },
    { name: 'logs/vmagent.log', about: 'The last 500 lines of vmagent', bytes: 118_000, missing: null },
  ],
  masked: [
    { label: 'REMOTE_WRITE_TOKEN in .env', places: 3 },
    { label: 'looks like a password, token or key', places: 1 },
  ],
  personal: [
    {
      kind: 'ip-address',
      isHidden: false,
      count: 12,
      values: ['192.168.1.7', '2001:db8:85a3::8a2e:370:7334'],
    },
    {
      kind: 'host-name',
      isHidden: false,
      count: 4,
      values: ['attic-pi.a-rather-long-name-of-a-network.example'],
    },
    { kind: 'email-address', isHidden: true, count: 2, values: [] },
    { kind: 'aws-account', isHidden: false, count: 0, values: [] },
    { kind: 'google-project', isHidden: false, count: 0, values: [] },
    { kind: 'user-name', isHidden: false, count: 1, values: ['123456'] },
  ],
};
