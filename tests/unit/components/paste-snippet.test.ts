import { describe, expect, it } from 'vitest';
import { parseRemoteWriteSnippet } from '@/components/forms/destination/paste-snippet';

const URL_TEXT = 'https://prometheus-prod-13-prod-us-east-0.grafana.net/api/prom/push';
const whole = { url: URL_TEXT, username: '123456', password: 'glc_eyJvIjoiMSJ9' };

describe('parseRemoteWriteSnippet', () => {
  it.each([
    [
      'the Prometheus snippet of Grafana Cloud',
      `remote_write:\n- url: ${URL_TEXT}\n  basic_auth:\n    username: 123456\n    password: glc_eyJvIjoiMSJ9\n`,
    ],
    [
      'quoted values, Windows line ends and comments',
      `remote_write:\r\n  - url: "${URL_TEXT}" # here\r\n    basic_auth:\r\n      username: '123456'\r\n      password: 'glc_eyJvIjoiMSJ9'\r\n`,
    ],
    [
      'the Alloy form',
      `prometheus.remote_write "metrics" {\n endpoint {\n  url = "${URL_TEXT}"\n  basic_auth {\n   username = "123456"\n   password = "glc_eyJvIjoiMSJ9"\n  }\n }\n}`,
    ],
    [
      'a JSON form on one line',
      `{"url":"${URL_TEXT}","basic_auth":{"username":"123456","password":"glc_eyJvIjoiMSJ9"}}`,
    ],
  ])('reads %s', (_, text) => {
    expect(parseRemoteWriteSnippet(text)).toEqual(whole);
  });

  it('leaves out placeholders', () => {
    const text = `remote_write:\n- url: ${URL_TEXT}\n  basic_auth:\n    username: 123456\n    password: <Your Grafana.com API Token>\n`;
    expect(parseRemoteWriteSnippet(text)).toEqual({ url: URL_TEXT, username: '123456' });
  });

  it.each([
    ['a lone address', URL_TEXT],
    ['a lone token', 'glc_eyJvIjoiMSJ9'],
    ['a number', '123456'],
    ['nothing', ''],
    ['one setting without context', 'password: hunter22'],
  ])('takes %s as what it is', (_, text) => {
    expect(parseRemoteWriteSnippet(text)).toBeNull();
  });

  it('keeps the first of two remote writes', () => {
    const text = 'remote_write:\n- url: https://a.example/push\n- url: https://b.example/push\n';
    expect(parseRemoteWriteSnippet(text)).toEqual({ url: 'https://a.example/push' });
  });

  // A pattern that backtracks would need hours for this, and run into the time limit of every test.
  it('takes nothing from a long hostile text, and ends', () => {
    expect(parseRemoteWriteSnippet(`url: ${'"'.repeat(100_000)}\n${'username '.repeat(20_000)}`)).toBeNull();
  });
});
