import { expect, test } from 'vitest';
import { unfilteredIn } from '@/lib/server/stack/unfiltered';
import { shippedTexts } from '../../support/fixtures/shipped-texts';

const shipped = shippedTexts();
const config = shipped.get('vmagent-config') ?? '';
const withConfig = (text: string) => [...unfilteredIn(shippedTexts({ 'vmagent-config': text }), shipped)];
const ofContainers = (from: RegExp, to: string) => {
  const [before = '', job = ''] = config.split('- job_name: cadvisor');
  return `${before}- job_name: cadvisor${job.replace(from, to)}`;
};
const RULE = '{source_labels: [__name__], regex: container_.*, action: drop}';

test('each source passes as it ships, and with a list that was deleted', () => {
  expect(withConfig(config)).toEqual(['aws', 'gcp', 'pi', 'containers']);
  expect(withConfig(ofContainers(/ {4}metric_relabel_configs:\n(?: {6}.*\n)+/, ''))).toContain('containers');
});

test.each([
  ['a rule of the owner’s', /metric_relabel_configs:/, `metric_relabel_configs:\n      - ${RULE}`],
  ['times of the exporter’s own', /scrape_timeout/, 'honor_timestamps: true\n    scrape_timeout'],
  ['a limit of series', /scrape_timeout/, 'series_limit: 5\n    scrape_timeout'],
])('not a source with %s', (_, from, to) => {
  expect(withConfig(ofContainers(from, to))).toEqual(['aws', 'gcp', 'pi']);
});

test('not a source of which something is aggregated, which comes later', () => {
  const list = `- match: 'x{job="cadvisor"}'\n  interval: 600s\n  without: [id]\n  outputs: [max]\n  keep_metric_names: true\n`;
  const withList = (text: string) => [
    ...unfilteredIn(shippedTexts({ 'vmagent-aggregation': text }), shipped),
  ];
  expect(withList(list)).toEqual(['aws', 'gcp', 'pi']);
  expect(withList(`- interval: 1m\n  outputs: [max]\n`)).toEqual([]);
});

test('none of a file that cannot be read, or without their jobs', () => {
  expect(withConfig('scrape_configs: [')).toEqual([]);
  expect(withConfig('scrape_configs: []\n')).toEqual([]);
});
