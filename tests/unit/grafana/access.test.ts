import { describe, expect, test } from 'vitest';
import { accessFrom } from '@/lib/server/grafana/access';

const token = 'glsa_0123456789abcdef';
const wrongField = (address: string, given?: string, saved: Parameters<typeof accessFrom>[1] = null) => {
  try {
    accessFrom({ address, ...(given !== undefined && { token: given }) }, saved);
  } catch (error) {
    return Object.entries((error as { fieldErrors: Record<string, string> }).fieldErrors)[0];
  }
  return null;
};

describe('the address', () => {
  test.each([
    ['https://pond.grafana.net', 'https://pond.grafana.net'],
    ['https://pond.grafana.net/', 'https://pond.grafana.net'],
    ['https://pond.grafana.net/dashboards?x=1#y', 'https://pond.grafana.net'],
    ['https://grafana.example.org/graphs/', 'https://grafana.example.org/graphs'],
    ['http://192.168.1.7:3000', 'http://192.168.1.7:3000'],
  ])('%s is kept as %s', (given, kept) => {
    expect(accessFrom({ address: given, token }, null)).toEqual({ address: kept, token });
  });

  test.each([
    ['', /web address/],
    ['pond.grafana.net', /web address/],
    ['ftp://pond.grafana.net', /web address/],
    ['https://me:secret@pond.grafana.net', /without a user name/],
    ['http://pond.grafana.net', /https:\/\/pond\.grafana\.net only/],
    ['https://pond.grafana.net:8080', /only/],
    [
      'https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push',
      /not the address of your own Grafana/,
    ],
    ['https://grafana.com/orgs/pond', /not the address of your own Grafana/],
    ['https://www.grafana.net', /not the address of your own Grafana/],
    ['http://vmagent:8429', /part of the stack/],
    ['http://127.0.0.1:3000', /part of the stack/],
  ])('%s is refused at its field', (address, words) => {
    expect(wrongField(address, token)).toEqual(['address', expect.stringMatching(words)]);
  });
});

describe('the token', () => {
  const saved = { address: 'https://pond.grafana.net', token };

  test.each([
    ['', /Enter the token/],
    ['glc_eyJvIjoiMSJ9', /access policy \(glc_/],
    ['glsa_with a blank', /plain letters/],
    ['glsa_ümlaut', /plain letters/],
  ])('%j is refused at its field', (given, words) => {
    expect(wrongField(saved.address, given)).toEqual(['token', expect.stringMatching(words)]);
  });

  test('stays for the address that it was given for, and goes to no other', () => {
    expect(accessFrom({ address: `${saved.address}/` }, saved)).toEqual(saved);
    for (const address of [
      'https://other.grafana.net',
      'http://192.168.1.7',
      `${saved.address}.evil.example`,
    ])
      expect(wrongField(address, undefined, saved)).toEqual([
        'token',
        expect.stringMatching(/belongs to another/),
      ]);
  });
});
