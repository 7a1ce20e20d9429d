import { setTimeout as sleep } from 'node:timers/promises';
import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { DashboardPage } from '@/components/look/dashboard-page';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { fakeApi } from '../support/components/fake-api';
import { streamOf } from '../support/components/fake-event-source';
import { show } from '../support/components/show';
import { dashboard, series, stat } from '../support/fixtures/look/look-fixtures';
import { withFindings } from '../support/fixtures/look/with-findings';
import { snapshots } from '../support/fixtures/snapshots';

const TARGETS = stat({
  ...{ id: 'targets', question: 'Do targets answer?', unit: 'count', findings: ['target', 'pi-hot'] },
  values: [{ name: '', value: 1 }],
});

async function open(panels: LookPanel[], found: Parameters<typeof withFindings>[1]) {
  fakeApi({ 'GET /api/dashboards/pi': dashboard({ panels }) });
  show(<DashboardPage id="pi" title="Pi host" />, '/look/pi');
  await screen.findByText(/^Read from the store on this Pi/);
  const snapshot = withFindings(snapshots.delivering, found);
  await act(async () => {
    streamOf('/api/stream').send('hello', { version: '0.1.0', snapshot, task: null });
    // The query cache tells of it a moment later.
    await sleep(0);
  });
}
const links = (question: string) =>
  within(screen.getByRole('article', { name: question }))
    .queryAllByRole<HTMLAnchorElement>('link')
    .map((link) => [link.textContent, link.getAttribute('href')]);

test('a panel has the findings that answer its question, each with the way to it', async () => {
  await open(
    [TARGETS],
    [
      { id: 'target-refused-aws', title: 'AWS is down.', href: '/services/yace' },
      { id: 'pi-hot', title: 'The Pi is hot.' },
      // Begins alike, and is another one.
      { id: 'targets-of-others', title: 'Not this.' },
      { id: 'pi-hotter', title: 'Nor this.' },
      { id: 'config-drift', title: 'Nor this one.' },
    ],
  );
  expect(links('Do targets answer?')).toEqual([
    ['Warning: AWS is down.', '/services/yace'],
    ['Warning: The Pi is hot.', '/#findings'],
  ]);
});

test('of many it has the first ones, and how many more there are', async () => {
  const many = Array.from({ length: 5 }, (_, at) => ({ id: `target-down-${at}`, title: `Target ${at}` }));
  await open([TARGETS], many);
  expect(links('Do targets answer?').map(([text]) => text)).toEqual([
    ...['Warning: Target 0', 'Warning: Target 1', 'Warning: Target 2'],
    '2 more findings',
  ]);
});

test.each([
  ['that has nothing to draw', series({ ...TARGETS, kind: 'timeseries', lines: [] })],
  ['that could not be read', { ...TARGETS, problem: 'It took too long.' }],
])('a panel %s has them, too', async (_, panel) => {
  await open([panel], [{ id: 'target-down-aws', title: 'AWS is down.' }]);
  expect(links('Do targets answer?')).toEqual([['Warning: AWS is down.', '/#findings']]);
});

test('where nothing is found nothing is said', async () => {
  await open([TARGETS], []);
  expect(links('Do targets answer?')).toEqual([]);
});
