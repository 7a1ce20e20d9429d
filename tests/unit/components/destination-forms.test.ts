import { describe, expect, it } from 'vitest';
import {
  grafanaCloudForm,
  keptSecret,
  likelyMistake,
  meantUrl,
} from '@/components/forms/destination/destination-forms';

const url = 'https://prometheus-prod-13.grafana.net/api/prom/push';
const saved = {
  kind: 'grafana-cloud' as const,
  url,
  username: '123456',
  secret: { isSet: true, lastFour: 'abcd' },
};

function problems(form: ReturnType<typeof grafanaCloudForm>, values: Record<string, string>) {
  const empty = { url: '', instanceId: '', token: '' };
  const { error } = form.safeParse({ ...empty, ...values });
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('grafanaCloudForm', () => {
  it('names everything that is missing at once', () => {
    expect(problems(grafanaCloudForm(null), {})).toEqual([
      'url: Enter the remote-write URL.',
      'url: This is not a web address. It starts with https://',
      'instanceId: Enter the instance ID.',
      'token: Paste the token.',
    ]);
  });

  it('keeps the saved token for its own host only', () => {
    const values = { url, instanceId: '123456' };
    expect(problems(grafanaCloudForm(saved), values)).toEqual([]);
    expect(grafanaCloudForm(saved).parse({ ...values, token: '' }).token).toBeUndefined();
    const elsewhere = { ...values, url: 'https://elsewhere.example/api/prom/push' };
    expect(problems(grafanaCloudForm(saved), elsewhere)).toEqual(['token: Paste the token.']);
    expect(keptSecret(saved, 'not an address').isSet).toBe(false);
  });

  it.each(['123456 ', ' 123456'])('trims %j', (instanceId) => {
    const parsed = grafanaCloudForm(null).parse({ url: ` ${url} `, instanceId, token: ' glc_x\n' });
    expect(parsed).toEqual({ url, instanceId: '123456', token: 'glc_x' });
  });
});

describe('meantUrl', () => {
  it.each([
    ['https://prometheus-prod-13.grafana.net', url],
    ['http://prometheus-prod-13.grafana.net/api/prom/push', url],
    ['https://prometheus-prod-13.grafana.net/api/prom', url],
    [url, null],
    ['https://metrics.example.com', null],
    ['prometheus-prod-13', null],
  ])('of %s is %s', (text, meant) => {
    expect(meantUrl(text)).toBe(meant);
  });
});

describe('likelyMistake', () => {
  it('tells Grafana itself from its Prometheus, and a token of the wrong kind', () => {
    expect(likelyMistake('https://mystack.grafana.net/', '')?.field).toBe('url');
    expect(likelyMistake(url, 'glsa_abc')?.field).toBe('token');
    expect(likelyMistake(url, 'glc_abc')).toBeNull();
    expect(likelyMistake('', '')).toBeNull();
  });
});
