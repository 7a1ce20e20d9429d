import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AggregationForm } from '@/components/settings/aggregation/aggregation-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import type { Settings } from '@/lib/schemas/settings/settings';
import { type Answers, fakeApi, refusedFields } from '../../support/components/fake-api';
import { show } from '../../support/components/show';
import { offeredToAggregate } from '../../support/fixtures/revisions-fixtures';
import { applyJobs, emptyPlan, settings } from '../../support/fixtures/settings-fixtures';

const none: Settings = { ...settings, aggregation: { rules: [], handWritten: [] } };

function open(saved: Settings = settings, others: Answers = {}) {
  const api = fakeApi({
    'GET /api/settings': saved,
    'POST /api/settings/preview': { ...emptyPlan, words: ['vmagent reads its new configuration.'] },
    'POST /api/settings/aggregation/preview': offeredToAggregate,
    'PUT /api/settings': { taskId: 'apply-1' },
    'GET /api/tasks/apply-1': applyJobs.succeeded,
    ...others,
  });
  return {
    ...api,
    ...show(<SettingsFrame page="aggregation" Form={AggregationForm} />, '/settings/aggregation'),
  };
}

test('a metric becomes a rule by a press, a label is taken by another, and the figures stand beside it', async () => {
  const { user, sent } = open(none);
  await screen.findByText(/^Nothing: every series is sent/);
  await user.click(await screen.findByRole('button', { name: 'Aggregate node_cpu_seconds_total' }));
  await user.click(await screen.findByRole('button', { name: /^cpu 4 values, without it 8 series/ }));
  await screen.findByText('32 → 8');
  screen.getByText(/32 → 4 data points a minute/);
  await user.click(await screen.findByRole('button', { name: 'Apply' }));
  await screen.findByText(applyJobs.succeeded.outcome);
  expect(sent('PUT /api/settings')).toMatchObject(
    [{ body: { aggregation: settings.aggregation } }].map(({ body }) => ({
      body: { aggregation: { rules: body.aggregation.rules } },
    })),
  );
});

test('what is not complete is said at its field, and nothing is sent', async () => {
  const { user, sent } = open();
  const labels = await screen.findByRole('textbox', { name: 'Without the labels' });
  await user.clear(labels);
  await user.type(labels, 'job{Enter}');
  await screen.findByText(/^cluster, job and instance stay/);
  await user.clear(labels);
  await user.type(labels, '{Enter}');
  await screen.findByText('Name at least one label.');
  await user.type(labels, 'cpu');
  await user.selectOptions(screen.getByRole('combobox', { name: /^How/ }), 'avg');
  await screen.findByText(/^By its name this is a counter/);
  expect(sent('PUT /api/settings')).toEqual([]);
});

test('an interval that the server finds too short is told at its field', async () => {
  const { user } = open(settings, {
    'PUT /api/settings': refusedFields({ 'aggregation.rules.0.intervalSeconds': 'Use at least 120 s.' }),
  });
  const every = await screen.findByRole('textbox', { name: 'One value every' });
  await user.clear(every);
  await user.type(every, '60{Enter}');
  await screen.findByText('Use at least 120 s.');
  await user.clear(every);
  await user.type(every, '300');
  await screen.findByText(/^Over 150 s, rates of dashboards/);
});

test('rules by hand are named, and a summary cannot be aggregated', async () => {
  open({ ...none, aggregation: { rules: [], handWritten: ['{__name__=~"own_.*"}', 'up'] } });
  await screen.findByText(/^2 rules were written by hand/);
  screen.getByText('{__name__=~"own_.*"}');
  const metrics = await screen.findByRole('list', { name: 'Metrics' });
  within(metrics).getByText('go_gc_duration_seconds');
  expect(within(metrics).queryByRole('button', { name: 'Aggregate go_gc_duration_seconds' })).toBeNull();
});

test('looking that is billed is asked about first', async () => {
  const { user, sent } = open(none, {
    'POST /api/settings/aggregation/preview': { state: 'costs', by: 'Google', terms: 'Google bills it.' },
  });
  await user.click(await screen.findByRole('button', { name: /^Google Cloud/ }));
  await user.click(await screen.findByRole('button', { name: 'Look once' }));
  await screen.findByRole('button', { name: 'Look once' });
  expect(sent('POST /api/settings/aggregation/preview').at(-1)).toMatchObject({
    body: { job: 'stackdriver-exporter', mayCost: true },
  });
});

test('of a source that is off nothing is asked', async () => {
  const { user } = open(none);
  await user.click(await screen.findByRole('button', { name: /^Containers/ }));
  await screen.findByText('Containers is switched off.');
});

test('a rule that was typed and not applied is there again, with its row, when the page is opened again', async () => {
  const { user, unmount } = open(none);
  await user.click(await screen.findByRole('button', { name: 'Aggregate node_cpu_seconds_total' }));
  await user.click(await screen.findByRole('button', { name: /^cpu 4 values, without it 8 series/ }));
  unmount();
  open(none);
  const metric = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Metric' });
  expect(metric.value).toBe('node_cpu_seconds_total');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Without the labels' }).value).toBe('cpu');
  expect(screen.queryByText(/^Nothing: every series is sent/)).toBeNull();
});
