import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { DashboardPage } from '@/components/look/dashboard-page';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { fakeApi } from '../support/components/fake-api';
import { show } from '../support/components/show';
import {
  dashboard,
  emptyDashboard,
  piPanels,
  series,
  stat,
  state,
  table,
} from '../support/fixtures/look/look-fixtures';

/** The dashboard with these panels, as it stands once it is read. */
async function open(panels: LookPanel[], hours = 6) {
  fakeApi({ 'GET /api/dashboards/pi': dashboard({ panels }, hours) });
  const shown = show(<DashboardPage id="pi" title="Pi host" />, '/look/pi');
  await screen.findByText(/^Read from the store on this Pi/);
  return shown;
}

const named = <K extends LookPanel['kind']>(id: string, kind: K) => {
  const isIt = (panel: LookPanel): panel is Extract<LookPanel, { kind: K }> =>
    panel.id === id && panel.kind === kind;
  const found = piPanels.find(isIt);
  if (!found) throw new Error(`There is no panel ${id}.`);
  return found;
};
const card = (question: string) => within(screen.getByRole('article', { name: question }));
const figure = (question: string) => within(screen.getByRole('figure', { name: question }));

describe('newest values', () => {
  test('are large, with their name and how they are in a word', async () => {
    await open([named('temperature', 'stat'), named('memory-free', 'stat')]);
    const hot = card('How hot is it?');
    hot.getByText('71.2 °C');
    hot.getByText('attic-pi');
    hot.getByText('Worth a look');
    hot.getByText('At 80 °C a Pi lowers its clock.');
    card('How much memory is available?').getByText('Good');
  });

  test('without a name and without thresholds stand alone', async () => {
    await open([named('uptime', 'stat')]);
    const items = card('How long has it been running?').getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual(['12 d']);
  });

  test('of many are a list, and how many more there are', async () => {
    await open([named('disk-free', 'stat')]);
    const disks = card('How much of each disk is free?');
    const items = disks.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(items.slice(0, 2)).toEqual(['attic-pi /41 %Good', 'attic-pi /boot15 %Worth a look']);
    expect(items[2]).toMatch(/3 %Bad$/);
    disks.getByText('And 2 values more.');
  });

  test('in a table have headings, and their value where it says something', async () => {
    const findings = named('findings', 'table');
    await open([findings, table({ ...findings, id: 'b', question: 'And without?', valueHeading: null })]);
    const words = (question: string) =>
      within(screen.getByRole('table', { name: question }))
        .getAllByRole('row')
        .slice(0, 2)
        .map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(words('What does Weir find?')).toEqual([
      ['Pi', 'Severity', 'Finding', 'Used'],
      ['attic-pi', 'warning', 'pi-disk-low', '95 %Bad'],
    ]);
    expect(words('And without?')[1]).toEqual(['attic-pi', 'warning', 'pi-disk-low']);
    expect(screen.getAllByText('And 1 row more.')).toHaveLength(2);
  });
});

describe('over time', () => {
  test('a chart has its course, its thresholds and its holes in words', async () => {
    await open([named('processor', 'timeseries'), named('memory', 'timeseries')]);
    figure('How busy is the processor?').getByText(
      /^Between 42 % and 98 %\. Worth a look above 80 %, bad above 95 %\. Not known for 15 min of it\.$/,
    );
    figure('What uses the memory?').getByText(/^Highest was attic-pi files that were read with 2 GB/);
    screen.getByText('And 3 lines more.');
  });

  async function tableRows(): Promise<HTMLElement[]> {
    screen.getByText('As a table').click();
    return within(await screen.findByRole('table')).getAllByRole('row');
  }

  test('states have a strip each, in words, and a table in words', async () => {
    await open([named('targets', 'state')]);
    const targets = figure('Does every target answer?');
    targets.getByText(
      /^Worst was attic-pi yace: down for up to 12 min, then attic-pi \/srv.*: down for up to 4 min\./,
    );
    const strips = targets.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(strips[0]).toBe('attic-pi node-exporterup all the time that is known; not known for 15 min');
    expect(strips[1]).toBe('attic-pi yaceup 97 % of the time; down for up to 12 min; not known for 15 min');
    const rows = await tableRows();
    const cells = rows.slice(1).map((row) => row.children[2]?.textContent);
    expect(new Set(cells)).toEqual(new Set(['up', 'down', 'unknown']));
  });

  test('of a week, the table says the day; a line without a name is headed, too', async () => {
    await open([named('heat', 'timeseries')], 168);
    expect(screen.queryByRole('table', { hidden: true })).toBeNull();
    const [headings, newest] = await tableRows();
    expect(headings?.textContent).toBe('FromValue');
    expect(newest?.children[0]?.textContent).toMatch(/^22 Sept, \d\d:\d\d$/);
  });
});

test('what could not be read says why, and what there is none of says so', async () => {
  const [calls, errors] = emptyDashboard.panels;
  if (!calls || !errors) throw new Error('Two panels are empty.');
  const empty = { unit: 'count', emptyWhen: null } as const;
  await open([
    named('network', 'timeseries'),
    calls,
    errors,
    named('pressure', 'timeseries'),
    stat({ ...empty, id: 'a', question: 'Stat?' }),
    state({ ...empty, id: 'b', question: 'State?', lines: [{ name: 'x', values: [0.5] }] }),
    table({ ...empty, id: 'c', question: 'Table?' }),
    series({ ...empty, id: 'd', question: 'Series?' }),
  ]);
  card('What goes over the network?').getByText('The store on this Pi took longer than 10 s for it.');
  card('What share of the calls of each function fails?').getByText(
    'There is nothing to show for this time, which may be normal. Nothing while no function was called.',
  );
  card('How long do programs wait for processor, memory or disk?').getByText(
    /^There is nothing to show for this time, which may be normal\. The kernel of Raspberry/,
  );
  expect(screen.getAllByText('No values are stored for this time.')).toHaveLength(5);
});

test('texts of labels stay texts', async () => {
  const hostile = '<img src=x onerror="window.ran=1">';
  await open([
    stat({ id: 'a', question: 'Stat?', unit: 'count', values: [{ name: hostile, value: 1 }] }),
    state({ id: 'b', question: 'State?', unit: 'count', lines: [{ name: hostile, values: [1] }] }),
    table({
      ...{ id: 'c', question: 'Table?', unit: 'count', headings: ['Name'] },
      rows: [{ cells: [hostile], value: 1 }],
    }),
  ]);
  expect(screen.getAllByText(hostile).length).toBeGreaterThan(2);
  expect(document.querySelector('img')).toBeNull();
});
