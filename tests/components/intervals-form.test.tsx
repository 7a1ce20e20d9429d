import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { IntervalsForm } from '@/components/settings/intervals/intervals-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import type { Settings } from '@/lib/schemas/settings/settings';
import { type Answers, fakeApi, refusedFields } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { applyJobs, emptyPlan, settings } from '../support/fixtures/settings-fixtures';

function open(saved: Settings = settings, others: Answers = {}) {
  const api = fakeApi({
    'GET /api/settings': saved,
    'POST /api/settings/preview': { ...emptyPlan, words: ['yace restarts.'] },
    'PUT /api/settings': { taskId: 'apply-1' },
    'GET /api/tasks/apply-1': applyJobs.succeeded,
    ...others,
  });
  return { ...api, ...show(<SettingsFrame page="intervals" Form={IntervalsForm} />, '/settings/intervals') };
}
const aws = () => screen.findByRole('group', { name: /^AWS/ });
const interval = async () =>
  within(await aws()).findByRole<HTMLInputElement>('textbox', { name: 'Interval' });
const says = async (words: string) => expect((await aws()).textContent).toContain(words);

test('the interval of AWS is how often it is asked; vmagent’s own stands beside it', async () => {
  const { user, sent } = open();
  expect((await interval()).value).toBe('300');
  await says('AWS is asked every 5 min; vmagent scrapes the answers every 1 min. 1 data point a minute');
  await user.clear(await interval());
  await user.type(await interval(), '600');
  await says('AWS is asked every 10 min; vmagent scrapes the answers every 1 min. 1 data point a minute');
  await says('AWS is asked, and bills, 0.5 times as often.');
  await user.click(await screen.findByRole('button', { name: 'Apply' }));
  await screen.findByText(applyJobs.succeeded.outcome);
  expect(sent('PUT /api/settings')).toMatchObject([
    { body: { scrape: { yace: { intervalSeconds: 600, timeoutSeconds: 30 } } } },
  ]);
});

test('a file of before is shown as it is, and what a change makes of it', async () => {
  const yace = { intervalSeconds: 300, timeoutSeconds: 30, scrapeSeconds: 300, isOn: true };
  const { user } = open({ ...settings, scrape: { ...settings.scrape, yace } });
  await interval();
  await says('vmagent scrapes the answers every 5 min. 0.2 data points a minute of each series.');
  await user.clear(await interval());
  await user.type(await interval(), '600');
  await says('5 min → 1 min: 1 data point a minute instead of 0.2');
});

test('a timeout that is not longer than Google’s is told at its field', async () => {
  const words = 'Use more than 10 s: Google may take that long for each answer.';
  const { user } = open(settings, {
    'PUT /api/settings': refusedFields({ 'scrape.stackdriver-exporter.timeoutSeconds': words }),
  });
  const google = await screen.findByRole('group', { name: /^Google Cloud/ });
  const timeout = within(google).getByRole<HTMLInputElement>('textbox', { name: 'Timeout' });
  await user.clear(timeout);
  await user.type(timeout, '10');
  await user.click(await screen.findByRole('button', { name: 'Apply' }));
  await within(google).findByText(words);
  expect(timeout.getAttribute('aria-invalid')).toBe('true');
  expect(timeout.value).toBe('10');
});
