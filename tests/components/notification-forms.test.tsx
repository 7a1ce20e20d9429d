import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { NotificationsPage } from '@/components/settings/notifications/notifications-page';
import { type Answers, type Call, fakeApi, Refusal, refusedFields } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { nobodyTold } from '../support/fixtures/notify-views';

const conflict = new Refusal(409, { code: 'revision-conflict', message: 'Somebody else changed this.' });
const theirs = { ...nobodyTold, rules: { ...nobodyTold.rules, revision: 'theirs', afterMinutes: 9 } };

function open(answers: Answers = {}) {
  const api = fakeApi({
    'GET /api/notify': nobodyTold,
    'PUT /api/notify/rules': ({ body }: Call) => ({
      ...nobodyTold,
      rules: { ...nobodyTold.rules, ...(body as object), revision: 'saved' },
    }),
    ...answers,
  });
  return { ...api, ...show(<NotificationsPage />, '/settings/notifications') };
}

const minutes = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Told once it has lasted' });

async function typeMinutes(user: ReturnType<typeof open>['user'], text: string): Promise<void> {
  await user.clear(await minutes());
  await user.type(await minutes(), text);
}

describe('a form that is saved by itself', () => {
  test('is saved by Enter, for the revision that it was begun on', async () => {
    const { user, sent } = open();
    await typeMinutes(user, '7{Enter}');
    await screen.findByText('Saved.');
    expect((await minutes()).value).toBe('7');
    expect(sent('PUT /api/notify/rules')).toMatchObject([
      { body: { afterMinutes: 7 }, ifMatch: nobodyTold.rules.revision },
    ]);
    await typeMinutes(user, '8');
    expect(screen.queryByText('Saved.')).toBeNull();
  });

  test('puts an error of the server at its field', async () => {
    const { user } = open({ 'PUT /api/notify/rules': refusedFields({ afterMinutes: 'That is too long.' }) });
    await typeMinutes(user, '7{Enter}');
    await screen.findByText('That is too long.');
    await waitFor(async () => expect(await minutes()).toBe(document.activeElement));
    expect((await minutes()).value).toBe('7');
    expect(screen.queryByText(/could not be saved/)).toBeNull();
  });

  test('in a conflict: what was typed stays, and saving again means it', async () => {
    const { user, answers, sent } = open({ 'PUT /api/notify/rules': conflict });
    await typeMinutes(user, '7');
    answers['GET /api/notify'] = theirs;
    await user.keyboard('{Enter}');
    await screen.findByText('Somebody else changed this.');
    expect((await minutes()).value).toBe('7');
    answers['PUT /api/notify/rules'] = { ...theirs, rules: { ...theirs.rules, afterMinutes: 7 } };
    await waitFor(() => expect(sent('GET /api/notify').length).toBeGreaterThan(1));
    await user.click(screen.getAllByRole('button', { name: 'Save' })[0] ?? document.body);
    await screen.findByText('Saved.');
    expect(sent('PUT /api/notify/rules').at(-1)).toMatchObject({
      ifMatch: 'theirs',
      body: { afterMinutes: 7 },
    });
  });

  test('in a conflict: theirs replaces what was typed', async () => {
    const { user, answers } = open({ 'PUT /api/notify/rules': conflict });
    await typeMinutes(user, '7');
    answers['GET /api/notify'] = theirs;
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Take theirs' }));
    await screen.findByDisplayValue('9');
    expect(screen.queryByText('Somebody else changed this.')).toBeNull();
  });
});

describe('a way to be told', () => {
  test('is added in a dialog, which stays with what is wrong at its field', async () => {
    const { user, answers } = open({
      'POST /api/notify/channels': refusedFields({ topic: 'Take another.' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Add ntfy' }));
    await user.type(await screen.findByRole('textbox', { name: 'Topic' }), 'weir{Enter}');
    await screen.findByText('Take another.');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Topic' }));
    answers['POST /api/notify/channels'] = nobodyTold;
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
