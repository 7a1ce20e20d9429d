import { describe, expect, test } from 'vitest';
import { settingsSchema } from '@/lib/schemas/settings/settings';
import { setEnv } from '@/lib/server/files/env/env-file';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';

const ENDLESS = '9'.repeat(400);
const VMAGENT = shippedTexts().get('vmagent-config') ?? '';
const view = settingsSchema.omit({ revision: true });

/** As a browser gets it: what is no number arrives as null. */
const issuesOf = (texts: Parameters<typeof settingsView>[0]) =>
  view.safeParse(JSON.parse(JSON.stringify(settingsView(texts, facts)))).error?.issues;

describe('the settings are answered whatever stands in .env', () => {
  test.each([
    ['VICTORIA_METRICS_RETENTION', `${ENDLESS}d`],
    ['VICTORIA_METRICS_RETENTION', ENDLESS],
    ['REMOTE_WRITE_MAX_DISK_USAGE', '1e999GB'],
    ['REMOTE_WRITE_MAX_DISK_USAGE', ENDLESS],
    ['REMOTE_WRITE_MAX_SERIES', ENDLESS],
    ['PLAN_SERIES', ENDLESS],
    ['YACE_SCRAPING_INTERVAL', ENDLESS],
    ['WEIR_ALLOWED_HOSTS', `-,${'x'.repeat(2000)},..`],
    ['REMOTE_WRITE_URL', 'x'.repeat(5000)],
    ['AWS_ACCESS_KEY_ID', 'x'.repeat(500)],
  ])('%s', (name, value) => {
    const env = setEnv(shippedTexts().get('env') ?? '', { [name]: value });
    expect(issuesOf(shippedTexts({ env }))).toBeUndefined();
  });
});

describe('the settings are answered whatever stands in vmagent’s file', () => {
  const rule = (n: number) => `      - {source_labels: [a${n}], regex: b, action: drop}\n`;
  const rules = (text: string) =>
    VMAGENT.replace(/( +- job_name: vmagent\n)/, `$1    metric_relabel_configs:\n${text}`);
  test.each([
    ['an interval without an end', VMAGENT.replace(/scrape_interval: \S+/g, `scrape_interval: ${ENDLESS}s`)],
    [
      'a timeout without an end',
      VMAGENT.replace(/( +)scrape_interval: \S+/g, `$&\n$1scrape_timeout: ${ENDLESS}s`),
    ],
    ['60 rules', rules(Array.from({ length: 60 }, (_, n) => rule(n)).join(''))],
    ['a long pattern', rules(`      - {source_labels: [a], regex: ${'x'.repeat(2000)}, action: drop}\n`)],
    ['a pattern of digits', rules('      - {source_labels: [a], regex: 7, action: drop}\n')],
    [
      'labels of any form',
      VMAGENT.replace(
        /external_labels:\n/,
        `$&    a b: 7\n    ${'x'.repeat(200)}: true\n    c: ${'y'.repeat(500)}\n`,
      ),
    ],
  ])('%s', (_, text) => {
    expect(text).not.toBe(VMAGENT);
    expect(issuesOf(shippedTexts({ 'vmagent-config': text }))).toBeUndefined();
  });
});
