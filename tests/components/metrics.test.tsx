import { screen, within } from '@testing-library/react';
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
    within(link).getByText('Seconds the CPUs spent in each mode.');
    screen.getByText(/^214 metrics; 2,415 series in all/);
    screen.getByText(/^, read from the store on this Pi/);
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
    await screen.findByText('No metric has that in its name or its help.');
    await user.click(screen.getByRole('button', { name: 'Show all of them' }));
    await screen.findByText('node_load1');
  });

  test('keep the list and the search while nobody answers, and say why', async () => {
    const silent = { state: 'silent', where: null, why: 'The store on this Pi does not run.', hint: null };
    const { user } = open({ [STORED]: stored(), [`${STORED}?q=load`]: silent });
    const box = await screen.findByRole('searchbox', { name: 'Search the metrics' });
    await user.type(box, 'load');
    await screen.findByText(/does not run/);
    screen.getByText('node_load1');
    expect(document.activeElement).toBe(box);
  });

  test('are searched in the address, where the way back finds them', async () => {
    const two = stored({ page: 2 });
    const answers = { [`${STORED}?q=load&page=2`]: two, [`${STORED}?q=load`]: stored() };
    const api = fakeApi({ ...answers, [`${STORED}?q=loa`]: stored() });
    const { user } = show(<MetricsPage />, '/look/metrics?q=load&page=2');
    await screen.findByText('Page 2 of 5');
    expect(api.sent(`${STORED}?q=load&page=2`)).toHaveLength(1);
    const box = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search the metrics' });
    expect(box.value).toBe('load');
    const link = screen.getByRole('link', { name: /node_load1/ });
    expect(link.getAttribute('href')).toBe('/look/metrics/node_load1?q=load&page=2');
    await user.type(box, '{Backspace}');
    expect(window.location.search).toBe('?q=loa');
  });

  test('turn by buttons that keep the focus at the end, and say which page it is', async () => {
    const { user } = open({
      [STORED]: stored({ pages: 2 }),
      [`${STORED}?page=2`]: stored({ page: 2, pages: 2 }),
    });
    const next = await screen.findByRole('button', { name: 'Next' });
    await user.click(next);
    await screen.findByText('Page 2 of 2');
    expect(document.activeElement).toBe(next);
    expect(next.getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole('status').textContent).toBe('214 metrics; 2,415 series in all, page 2 of 2');
    await user.click(next);
    screen.getByText('Page 2 of 2');
  });

  test('with names that cannot be asked for say that', async () => {
    open({ [STORED]: stored({ odd: 2 }) });
    await screen.findByText(/2 more have names that cannot be asked for here/);
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

test('a metric is drawn like a dashboard, with the way back to what was searched', async () => {
  const api = fakeApi({ 'GET /api/stored/node_cpu_seconds_total': drawnMetric });
  const { user } = show(
    <MetricPage metric="node_cpu_seconds_total" />,
    '/look/metrics/node_cpu_seconds_total?q=cpu&page=2',
  );
  await screen.findAllByText('What are its newest values?');
  screen.getByText('Seconds the CPUs spent in each mode. 32 series now.');
  const back = () => screen.getByRole('link', { name: 'Metrics' }).getAttribute('href');
  expect(back()).toBe('/look/metrics?q=cpu&page=2');
  expect(api.sent('GET /api/stored/node_cpu_seconds_total?span=6')).toHaveLength(1);
  await user.click(screen.getByRole('radio', { name: '24 h' }));
  expect(window.location.search).toBe('?q=cpu&page=2&span=24');
  expect(back()).toBe('/look/metrics?q=cpu&page=2');
});
