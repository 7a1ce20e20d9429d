import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { DashboardPage } from '@/components/look/dashboard-page';
import { LookTabs } from '@/components/look/look-tabs';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { type Answers, fakeApi, Refusal } from '../support/components/fake-api';
import { streamOf } from '../support/components/fake-event-source';
import { show } from '../support/components/show';
import {
  dashboard,
  elsewhere,
  emptyDashboard,
  outside,
  refused,
  silent,
} from '../support/fixtures/look/look-fixtures';
import { snapshots } from '../support/fixtures/snapshots';

const PI = 'GET /api/dashboards/pi';
const AWS = 'GET /api/dashboards/aws';

function open(answers: Answers, address = '/look/pi', title = 'Pi host') {
  const api = fakeApi(answers);
  const id = address.replace(/^\/look\/|\?.*$/g, '');
  return { ...api, ...show(<DashboardPage id={id} title={title} />, address) };
}

/** The stream tells of the sources. */
function tellSources(change: (source: Snapshot['sources'][number]) => Snapshot['sources'][number]): void {
  const { delivering } = snapshots;
  const snapshot = { ...delivering, sources: delivering.sources.map(change) };
  act(() => streamOf('/api/stream').send('hello', { version: '0.1.0', snapshot, task: null }));
}

const address = () => window.location.pathname + window.location.search;
const hours = (label: string) => screen.getByRole('radio', { name: label });

describe('a dashboard', () => {
  test('has what it is about, six hours, and what is newest before what was', async () => {
    const { sent } = open({ [PI]: dashboard() });
    await screen.findByText(/^Temperature, voltage/);
    expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
      'Pi host',
      'Now',
      'How hot is it?',
      'How much memory is available?',
      'How much of each disk is free?',
      'How long has it been running?',
      'How many blocks were refused?',
      'What does Weir find?',
      'Over time',
      'Does every target answer?',
      'How busy is the processor?',
      'What uses the memory?',
      'How has the temperature moved?',
      'What goes over the network?',
      'How long do programs wait for processor, memory or disk?',
    ]);
    expect(hours('6 h')).toHaveProperty('checked', true);
    expect(sent(`${PI}?span=6`)).toHaveLength(1);
  });

  test('keeps its span in the address, and shows what it has until the other is there', async () => {
    let answer = (_: unknown) => {};
    const week = new Promise((resolve) => {
      answer = resolve;
    });
    const { user } = open({ [`${PI}?span=6`]: dashboard(), [`${PI}?span=168`]: () => week });
    await screen.findByText('71.2 °C');
    await user.click(hours('7 d'));
    expect(address()).toBe('/look/pi?span=168');
    expect(screen.getByText('71.2 °C').closest('[aria-busy="true"]')).not.toBeNull();
    act(() => answer(dashboard({ about: 'A week of it.' }, 168)));
    await screen.findByText('A week of it.');
    await user.click(hours('6 h'));
    expect(address()).toBe('/look/pi');
  });

  test('opens with the span of the address; another than there is counts as six hours', async () => {
    const { sent, unmount } = open({ [PI]: dashboard() }, '/look/pi?span=all');
    await screen.findByText('71.2 °C');
    expect(hours('All')).toHaveProperty('checked', true);
    expect(sent(`${PI}?span=all`)).toHaveLength(1);
    unmount();
    open({ [PI]: dashboard() }, '/look/pi?span=hostile');
    await screen.findByText('71.2 °C');
    expect(hours('6 h')).toHaveProperty('checked', true);
  });

  test('that could not be read says so, with another try', async () => {
    const refusal = new Refusal(500, { code: 'internal', message: 'It is damaged.' });
    const { user, answers } = open({ [PI]: refusal });
    await screen.findByText('The dashboard could not be read.');
    screen.getByText('It is damaged.');
    answers[PI] = dashboard();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('71.2 °C');
  });

  test('of data that is kept elsewhere says where, and what there is for it', async () => {
    open({ [PI]: elsewhere });
    await screen.findByText('Your data is kept in Grafana Cloud.');
    screen.getByText('compose/dashboards');
    screen.getByText('compose/alerts/weir.yaml');
    const href = (name: string) => screen.getByRole('link', { name }).getAttribute('href');
    expect(href('Put the dashboards into Grafana')).toBe('/settings/grafana');
    expect(href('Settings of the destination')).toBe('/settings/destination');
    expect(href('Enter a token for reading')).toBe('/settings/proof');
    expect(screen.queryByRole('radio')).toBeNull();
  });

  test('of data that cannot be read where it is written does not ask for a token in vain', async () => {
    open({ [PI]: { ...elsewhere, canBeAsked: false } });
    await screen.findByText(/Where this destination is read cannot be told/);
    expect(screen.queryByRole('link', { name: 'Enter a token for reading' })).toBeNull();
  });

  test('of a destination outside says so, and what may be kept no longer is not offered', async () => {
    const { sent } = open({ [PI]: outside }, '/look/pi?span=all');
    await screen.findByText(/Read from Grafana Cloud/);
    expect(hours('14 d')).toHaveProperty('checked', true);
    expect(screen.queryByRole('radio', { name: 'All' })).toBeNull();
    expect(sent(`${PI}?span=all`)).toHaveLength(1);
  });

  test('to which other Pis send, too, is of this Pi first, and of all when that is chosen', async () => {
    const all = { ...outside, pis: 'all' };
    const { user, sent } = open({
      [PI]: outside,
      [`${PI}?span=24&pis=all`]: all,
      [`${PI}?span=6&pis=all`]: all,
    });
    await screen.findByText('71.2 °C');
    const whose = (name: string) => screen.getByRole('radio', { name });
    expect(whose('This Pi')).toHaveProperty('checked', true);
    await user.click(whose('All Pis'));
    expect(address()).toBe('/look/pi?pis=all');
    await user.click(hours('24 h'));
    expect(address()).toBe('/look/pi?span=24&pis=all');
    await waitFor(() => expect(sent(`${PI}?span=24&pis=all`)).toHaveLength(1));
    await user.click(whose('This Pi'));
    await user.click(hours('6 h'));
    expect(address()).toBe('/look/pi');
  });

  test('of which there is one Pi alone has no choice of Pis', async () => {
    open({ [PI]: { ...outside, pis: null } });
    await screen.findByText('71.2 °C');
    expect(screen.queryByRole('radio', { name: 'This Pi' })).toBeNull();
  });

  test('of a destination that refuses the token says why, and what to do', async () => {
    open({ [PI]: refused });
    await screen.findByText('Grafana Cloud cannot be read now.');
    screen.getByText('The token for reading is refused (HTTP 401).');
    screen.getByText(/scope metrics:read/);
    const link = screen.getByRole('link', { name: 'Token for reading' });
    expect(link.getAttribute('href')).toBe('/settings/proof');
  });

  test('of a store that is silent says why, and leads to its service and to what the panel knows itself', async () => {
    open({ [PI]: silent });
    await screen.findByText('The store on this Pi does not answer.');
    const href = (name: string) => screen.getByRole('link', { name }).getAttribute('href');
    expect(href('Open victoria-metrics')).toBe('/services/victoria-metrics');
    expect(href('Open Delivery')).toBe('/look');
  });

  test('of a source that is off says so, once that is known', async () => {
    open({ [AWS]: emptyDashboard }, '/look/aws', 'AWS');
    await screen.findByText('What CloudWatch tells.');
    expect(screen.queryByText(/is off/)).toBeNull();
    tellSources((source) => (source.id === 'aws' ? { ...source, state: 'off' } : source));
    await screen.findByText('AWS is off. What stands here was kept before.');
    expect(screen.getByRole('link', { name: 'Open AWS' }).getAttribute('href')).toBe('/sources/aws');
    tellSources((source) => source);
    await waitFor(() => expect(screen.queryByText(/is off/)).toBeNull());
  });
});

describe('the dashboards side by side', () => {
  const tabs = [
    { id: 'pipeline', title: 'Pipeline' },
    { id: 'pi', title: 'Pi host' },
  ];

  test.each([
    ['/look', 'Delivery'],
    ['/look/pi', 'Pi host'],
  ])('%s is %s', (path, title) => {
    show(<LookTabs tabs={tabs} />, path);
    const links = within(screen.getByRole('navigation', { name: 'Dashboards' })).getAllByRole('link');
    expect(links.map(({ textContent }) => textContent)).toEqual([
      ...['Delivery', 'Pipeline', 'Pi host', 'Metrics'],
    ]);
    const current = links.filter((link) => link.getAttribute('aria-current') === 'page');
    expect(current.map(({ textContent }) => textContent)).toEqual([title]);
  });
});
