import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { WrittenSection } from '@/components/services/written-section';
import { fakeApi } from '../../support/components/fake-api';
import { show } from '../../support/components/show';
import { written } from '../../support/fixtures/machine/written-fixtures';

const open = (answer: unknown) => {
  fakeApi({ 'GET /api/written': answer });
  return show(<WrittenSection />, '/services');
};
const rows = async () => (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);

test('services stand by what they write a day, and the rest of the card last', async () => {
  open(written.day);
  await screen.findByRole('heading', { name: 'What writes to the SD card?' });
  expect(await rows()).toEqual([
    expect.stringMatching(/^vmagent.*1\.3 GB a day \(60 %\)$/),
    expect.stringMatching(/^victoria-metrics.*212 MB a day \(10 %\)$/),
    expect.stringMatching(/^weir.*84 MB a day \(4 %\)$/),
    expect.stringMatching(/^Other programs.*544 MB a day \(26 %\)$/),
  ]);
  screen.getByText('2.1 GB a day');
  screen.getByText(
    'Not known of yace: too new, or not counted by this kernel. Their writes count as other programs.',
  );
});

test('before an hour has passed no figure is shown', async () => {
  open(written.early);
  await screen.findByText(/^It is too early to tell: writes are counted for 12 min so far/);
  expect(screen.queryAllByRole('listitem')).toEqual([]);
});

test('what lies on another disk is no part of the card', async () => {
  open(written.moved);
  await screen.findByText('700 MB a day');
  expect((await rows()).slice(0, 3)).toEqual([
    expect.stringMatching(/^vmagent.*1\.3 GB a day, to another disk$/),
    expect.stringMatching(/^victoria-metrics.*212 MB a day, to another disk$/),
    expect.stringMatching(/^weir.*84 MB a day \(12 %\)$/),
  ]);
});

test('where the disk is not known there is no sum, and no share of it', async () => {
  open(written.unknownDisk);
  await screen.findByRole('heading', { name: 'What writes to the disk?' });
  const shown = await rows();
  expect(shown[0]).toMatch(/1\.3 GB a day$/);
  expect(shown).toHaveLength(3);
  screen.getByText('The kernel does not tell which disk the stack is on, so the sum is not known.');
});
