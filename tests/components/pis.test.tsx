import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { pisWords, seriesOf } from '@/components/pis/pi-look';
import { PisPage } from '@/components/pis/pis-page';
import { fakeApi, Refusal } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { LONG_NAME, manyPis, pi, pisOf, pisViews, thisPi } from '../support/fixtures/look/pis-fixtures';

const PIS = 'GET /api/pis';

function open(answer: unknown) {
  const api = fakeApi({ [PIS]: answer });
  return { ...api, ...show(<PisPage />, '/pis') };
}

const rowOf = async (name: string) => {
  const table = within(await screen.findByRole('table'));
  return within(table.getByText(name).closest('tr') as HTMLElement);
};
const href = (name: string) => screen.getByRole('link', { name }).getAttribute('href');

describe('all Pis', () => {
  test('stand in a table, worst first as they come, and as cards', async () => {
    open(pisViews.many);
    await screen.findByText('1 of 9 Pis is arriving; 7 need a look; 1 does not report.');
    const rows = within(screen.getByRole('table')).getAllByRole('rowheader');
    expect(rows.map((row) => row.querySelector('bdi')?.textContent)).toEqual(manyPis.map(({ name }) => name));
    expect(screen.getAllByText('barn-pi')).toHaveLength(2);
  });

  test.each([
    ['barn-pi', ['Losing', 'Its panel says so.', '1 losing, 2 warnings, 1 note']],
    ['boat-pi', ['Losing', 'Its vmagent dropped samples in the last 15 min.']],
    [LONG_NAME, ['Silent', /^Nothing new for/]],
    [
      'garage-pi',
      [
        'Waiting',
        'Its newest sample is late, or its clock is slow.',
        'Older version than elsewhere.',
        '0.1.4',
      ],
    ],
    ['hut-pi', ['Waiting', 'It sends what waited, oldest first, or its clock is slow.']],
    [
      'raspberrypi',
      [
        'Arriving',
        'Two Pis seem to send under this name: give each a name of its own, under Labels.',
        'Reads a source every 15 s, other than this Pi.',
        '4,120',
      ],
    ],
    ['shed-pi', ['Unknown', 'Its panel does not know its state.']],
    ['k3s', ['Not reporting', 'Its samples come; its panel’s own metrics do not.']],
    ['pi-attic', ['Arriving', 'this Pi', 'none']],
  ])('%s says in words how it is', async (name, texts) => {
    open(pisViews.many);
    const row = await rowOf(name);
    for (const text of texts) row.getByText(text);
  });

  test('lead to their own panels, which learn nothing of this one', async () => {
    open(pisViews.many);
    const link = (await rowOf('raspberrypi')).getByRole('link');
    expect(link.getAttribute('href')).toBe('https://weir.example.org');
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    expect((await rowOf('k3s')).queryByRole('link')).toBeNull();
    expect((await rowOf('pi-attic')).queryByRole('link')).toBeNull();
  });

  test('of one name with this one are told from those of another', async () => {
    open(pisOf([{ ...thisPi, isTwofold: true }, pi()]));
    (await rowOf('pi-attic')).getByText(/^Another Pi seems to send under this name too/);
  });

  test('are added up beside what the plan includes', async () => {
    open(pisOf([pi({ series: 9_600 }), pi({ ...thisPi, series: 800 }), pi({ series: null })]));
    await screen.findByText('10,400');
    screen.getByText(/of 10,000 series that the plan includes \(104 %\)/);
    screen.getByText(/^Together they send more than the plan covers/);
    screen.getByText(/1 Pi that sends does not tell how many/);
    expect(href('Plan and limits')).toBe('/settings/plan');
  });
});

describe('by a label', () => {
  const headings = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

  test('they are grouped, worst first, and the choice stays in the address', async () => {
    const { user } = open(pisViews.places);
    const choice = await screen.findByLabelText('Group by label');
    expect(
      within(choice)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Not grouped', 'env', 'site']);
    await user.selectOptions(choice, 'site');
    expect(headings()).toEqual(['site: farm', 'site: home', 'Without the label site']);
    expect(window.location.search).toBe('?by=site');
    const farm = within(screen.getByRole('region', { name: 'site: farm' }));
    expect(farm.getAllByRole('rowheader').map((row) => row.querySelector('bdi')?.textContent)).toEqual([
      'barn-pi',
      'hut-pi',
    ]);
    await user.selectOptions(choice, 'Not grouped');
    expect(screen.queryByRole('heading', { level: 2 })).toBeNull();
    expect(window.location.search).toBe('');
  });

  test('a label that all of them share, or have not, is no choice', async () => {
    open(pisOf([pi({ labels: { env: 'prod' } }), { ...thisPi, labels: { env: 'prod' } }]));
    await screen.findByText('All 2 Pis are arriving.');
    expect(screen.queryByLabelText('Group by label')).toBeNull();
  });

  test('one in the address that nobody has groups nothing', async () => {
    fakeApi({ [PIS]: pisViews.places });
    show(<PisPage />, '/pis?by=constructor');
    await screen.findByLabelText('Group by label');
    expect(screen.queryByRole('heading', { level: 2 })).toBeNull();
  });
});

describe('faces', () => {
  test('only this Pi', async () => {
    open(pisViews.only);
    await screen.findByText('Only this Pi writes here.');
    await rowOf('pi-attic');
  });

  test('none at all', async () => {
    open(pisViews.empty);
    await screen.findByText('Nothing has come from any Pi within 7 days.');
    expect(screen.queryByRole('table')).toBeNull();
  });

  test('more than are shown, and not this one', async () => {
    open(pisViews.others);
    await screen.findByText('This Pi is not among them.');
    screen.getByText(/There are more than 200/);
    // It may have been left out, so nothing is said of what has come from it.
    screen.getByText('There are more Pis than are shown, and it may be one of the others.');
    expect(screen.queryByText(/Nothing has come/)).toBeNull();
    screen.getByText('Together they are close to the plan’s limit.');
  });

  test('all but this one', async () => {
    open(pisOf([pi()]));
    await screen.findByText('This Pi is not among them.');
    screen.getByText('Nothing has come within 7 days under its present name.');
  });

  test('this one by a name that could not be read', async () => {
    open(pisViews.nameless);
    await screen.findByText('Which of them is this Pi is not known.');
    expect(screen.queryByText(/Nothing has come/)).toBeNull();
  });

  test('no token', async () => {
    open(pisViews.noToken);
    await screen.findByText('A token for reading is needed.');
    expect(href('Proof of arrival: put in a token')).toBe('/settings/proof');
  });

  test('a destination that cannot be asked', async () => {
    open(pisViews.unreadable);
    await screen.findByText('metrics.example.org cannot be asked.');
  });

  test('a destination that is silent, with the way out', async () => {
    open(pisViews.silent);
    await screen.findByText('The token for reading is refused (HTTP 401).');
    screen.getByText(/scope metrics:read/);
    expect(href('Proof of arrival')).toBe('/settings/proof');
  });

  test('a store that is silent', async () => {
    open(pisViews.storeSilent);
    await screen.findByText('The store on this Pi does not run.');
    expect(href('Open victoria-metrics')).toBe('/services/victoria-metrics');
  });

  test('what could not be read, with another try', async () => {
    const { user, answers } = open(new Refusal(500, { code: 'internal', message: 'It is damaged.' }));
    await screen.findByText('The Pis could not be read.');
    answers[PIS] = pisViews.well;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('All 2 Pis are arriving.');
    screen.getByText(/Read from the store on this Pi/);
  });
});

test.each([
  // Its panel's own metrics may be off for good.
  [[pi(), pi({ state: 'not-reporting' })], false, '1 of 2 Pis is arriving; 1 does not report.'],
  [
    [pi({ state: 'not-reporting', isTwofold: true }), pi({ state: 'silent' })],
    false,
    '0 of 2 Pis are arriving; 2 need a look.',
  ],
  [[pi(), pi()], true, 'All Pis that are shown are arriving.'],
  [[pi(), pi({ isTwofold: true })], false, '1 of 2 Pis is arriving; 1 needs a look.'],
])('%#: in a sentence', (pis, hasMore, words) => {
  expect(pisWords(pis, hasMore)).toBe(words);
});

test('a Pi that is silent sends nothing, and so adds nothing', () => {
  expect(seriesOf([pi({ state: 'silent', series: 5 }), pi({ series: 7 }), pi({ series: null })])).toEqual({
    sum: 7,
    uncounted: 1,
  });
  expect(seriesOf([pi({ series: null })]).sum).toBeNull();
});
