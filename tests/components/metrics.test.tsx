import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { MetricPage } from '@/components/look/metrics/metric-page';
import { MetricsPage } from '@/components/look/metrics/metrics-page';
import { type Answers, fakeApi, Refusal } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { drawnMetric, stored } from '../support/fixtures/look/stored-fixtures';

const STORED = 'GET /api/stored';

function open(answers: Answers) {
  const api = fakeApi(answers);
  return { ...api, ...show(<MetricsPage />, '/look/metrics') };
}

describe('the metrics of the destination', () => {
  test('are listed a page at a time, each leading to its course', async () => {
    const { user, sent } = open({ [STORED]: stored(), [`${STORED}?page=2`]: stored({ page: 2 }) });
    const link = await screen.findByRole('link', { name: /node_cpu_seconds_total/ });
    expect(link.getAttribute('href')).toBe('/look/metrics/node_cpu_seconds_total');
    screen.getByText(/214 metrics; 2,415 series in all, read from the store on this Pi/);
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByText('Page 2 of 5');
    expect(sent(`${STORED}?page=2`)).toHaveLength(1);
  });

  test('are searched, and shown whole again', async () => {
    const { user } = open({
      [STORED]: stored({ where: 'Grafana Cloud' }),
      [`${STORED}?q=nothing`]: stored({ matching: 0, pages: 1, metrics: [] }),
    });
    await screen.findByText(/read from Grafana Cloud/);
    await user.type(screen.getByRole('searchbox', { name: 'Search the metrics' }), 'nothing');
    await screen.findByText('No metric has that in its name.');
    await user.click(screen.getByRole('button', { name: 'Show all of them' }));
    await screen.findByText('node_load1');
  });

  test.each<[string, unknown, RegExp]>([
    ['there are none', stored({ all: 0, matching: 0, series: 0, metrics: [] }), /has nothing of this Pi now/],
    [
      'no token may read them',
      { state: 'elsewhere', where: 'Grafana Cloud', canBeAsked: true },
      /is kept in Grafana Cloud/,
    ],
    [
      'the store is silent',
      { state: 'silent', where: null, why: 'The store on this Pi does not run.', hint: null },
      /does not run/,
    ],
    [
      'the destination refuses',
      {
        state: 'silent',
        where: 'Grafana Cloud',
        why: 'The token for reading is refused (HTTP 401).',
        hint: null,
      },
      /The token for reading is refused/,
    ],
    ['the panel fails', new Refusal(500, { code: 'internal', message: 'It is damaged.' }), /It is damaged/],
  ])('say so where %s', async (_, answer, words) => {
    open({ [STORED]: answer });
    await screen.findByText(words);
    expect(screen.queryByRole('list', { name: 'Metrics' })).toBeNull();
  });
});

test('a metric is drawn like a dashboard, with the way back', async () => {
  const api = fakeApi({ 'GET /api/stored/node_cpu_seconds_total': drawnMetric });
  show(<MetricPage metric="node_cpu_seconds_total" />, '/look/metrics/node_cpu_seconds_total');
  await screen.findAllByText('What are its newest values?');
  screen.getByText('32 series now.');
  expect(screen.getByRole('link', { name: 'Metrics' }).getAttribute('href')).toBe('/look/metrics');
  expect(api.sent('GET /api/stored/node_cpu_seconds_total?span=6')).toHaveLength(1);
});
