import { act, screen, within } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { SourcesForm } from '@/components/settings/sources/sources-form';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { type Answers, fakeApi, Refusal } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { emptyPlan, settings } from '../support/fixtures/settings-fixtures';
import { sourceAnswers } from '../support/fixtures/source-answers';
import { sourceImages } from '../support/fixtures/wizard-fixtures';

const ASK = 'POST /api/wizard/sources/ask';
const PROGRESS = 'GET /api/wizard/sources/ask';

function open(answers: Answers = {}) {
  const api = fakeApi({
    'GET /api/settings': settings,
    'GET /api/wizard/images': sourceImages,
    'POST /api/wizard/sources/check': { aws: null, gcp: null },
    'POST /api/settings/preview': emptyPlan,
    ...answers,
  });
  return { ...api, ...show(<SettingsFrame page="sources" Form={SourcesForm} />, '/settings/sources') };
}

const panel = async () => within(await screen.findByRole('region', { name: 'Ask AWS' }));
const press = async (user: ReturnType<typeof open>['user'], name: string) =>
  user.click((await panel()).getByRole('button', { name }));
/** An answer that never comes. */
const never = () => new Promise(() => undefined);

async function answered(answer: SourceAnswer) {
  const opened = open({ [ASK]: { aws: answer } });
  await press(opened.user, 'Ask AWS');
  return opened;
}

describe('asking AWS', () => {
  test('sends what the form holds, of AWS alone, and no secret that it has not', async () => {
    const { sent } = await answered(sourceAnswers.well);
    await screen.findByText('All 4 work: AWS answered in 0.84 s');
    const { accessKeyId, regions, services } = settings.sources.aws;
    const [call] = sent(ASK);
    expect(call?.body).toMatchObject({
      aws: { enabled: true, accessKeyId, regions, services },
      gcp: { enabled: false },
    });
    expect(JSON.stringify(call?.body)).not.toContain('secretAccessKey');
  });

  test('shows each service of each region, with the one thing to do', async () => {
    await answered(sourceAnswers.mixed);
    await screen.findByText('1 of 4 gives no data');
    const rows = within(await screen.findByRole('table', { name: 'What each service gives' }));
    rows.getByRole('rowheader', { name: /SQS Incomplete/ });
    rows.getByText(/Missing: apigateway:GET\./);
    rows.getByText(/jobs-of-the-night, .*orders\.fifo and 10 others/);
    rows.getByText(/^aws resourcegroupstaggingapi tag-resources --region eu-west-1/);
    screen.getByText(/adds the label account_alias to every series/);
  });

  test('shows each account of each region under a heading of its own', async () => {
    await answered(sourceAnswers.accounts);
    await screen.findByText('2 of 4 give no data');
    const table = within(await screen.findByRole('table', { name: 'What each service gives' }));
    const headings = [
      'eu-west-1 Ireland',
      'eu-west-1 Ireland, account 210987654321',
      'eu-west-1 Ireland, account 333333333333',
    ];
    for (const name of headings) table.getByRole('rowheader', { name });
    table.getByText(/^Compare, the likeliest first/);
    expect(table.getAllByText(/does not let the key take the role weir/)).toHaveLength(2);
  });

  test('says why nothing works', async () => {
    await answered(sourceAnswers.refused);
    await (await panel()).findByText(/It is 31 min 12 s behind\./);
    expect(screen.queryByRole('table', { name: 'What each service gives' })).toBeNull();
  });

  test('can be stopped, with the focus where it was', async () => {
    const { user } = open({ [ASK]: never });
    await press(user, 'Ask AWS');
    (await panel()).getByText(/Asking AWS for each service/);
    await press(user, 'Stop');
    (await panel()).getByText('Stopped');
    expect(document.activeElement).toBe((await panel()).getByRole('button', { name: 'Ask AWS again' }));
  });

  test('says how many questions are answered, of those that were asked', async () => {
    const { user, answers, sent } = open({ [ASK]: never, [PROGRESS]: { asked: 0, answered: 0 } });
    await press(user, 'Ask AWS');
    (await panel()).getByText(/^0 s$/);
    answers[PROGRESS] = { asked: 31, answered: 12 };
    await (await panel()).findByText(/^12 of 31 questions answered, \d s$/);
    const [, query] = sent(ASK)[0]?.what.split('&id=') ?? [];
    expect(new Set(sent(PROGRESS).map(({ what }) => what))).toEqual(new Set([`${PROGRESS}?id=${query}`]));
  });

  test('ends by itself where the panel does not answer', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const { user } = open({ [ASK]: never, [PROGRESS]: never });
    await press(user, 'Ask AWS');
    await act(() => vi.advanceTimersByTimeAsync(35_000));
    (await panel()).getByText(/Asking AWS for each service/);
    await act(() => vi.advanceTimersByTimeAsync(6_000));
    await (await panel()).findByText('AWS was not asked');
    (await panel()).getByText(/^The panel does not answer\. Check that the Pi is on/);
  });

  test('says that the panel could not', async () => {
    const often = { code: 'too-many-tries', message: 'That was asked often just now.' } as const;
    const { user } = open({ [ASK]: new Refusal(429, often) });
    await press(user, 'Ask AWS');
    (await panel()).getByText('That was asked often just now.');
  });

  test('has an answer for what was asked alone', async () => {
    const { user } = await answered(sourceAnswers.well);
    await screen.findByText('All 4 work: AWS answered in 0.84 s');
    await user.click(screen.getByRole('checkbox', { name: 'API Gateway, HTTP' }));
    await screen.findByText('The form has changed since: ask again.');
  });

  test('waits for what is missing, and keeps nobody from saving', async () => {
    const { user } = open();
    const key = await screen.findByRole('textbox', { name: /^Access key ID/ });
    await user.clear(key);
    (await panel()).getByText(/^Enter the key/);
    expect((await panel()).getByRole<HTMLButtonElement>('button', { name: 'Ask AWS' }).disabled).toBe(true);
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Apply' })).disabled).toBe(false);
  });
});
