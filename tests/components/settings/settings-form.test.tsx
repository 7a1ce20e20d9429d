import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { LabelsForm } from '@/components/settings/labels/labels-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { type Answers, fakeApi, Refusal, refusedFields } from '../../support/components/fake-api';
import { show } from '../../support/components/show';
import { applyJobs, emptyPlan, settings } from '../../support/fixtures/settings-fixtures';

const plan = { ...emptyPlan, words: ['Every sample carries another site.'] };
const other = { ...settings, revision: 'b2c3d4e5f6071829', labels: { ...settings.labels, rack: 'shelf-3' } };
const conflict = new Refusal(409, {
  code: 'revision-conflict',
  message: 'The files were changed in between.',
  files: [
    {
      path: 'config/vmagent/prometheus.yml',
      action: 'change',
      diff: '@@ -3,1 +3,1 @@\n-    rack: shelf-2\n+    rack: shelf-3\n',
    },
  ],
});

function open(answers: Answers = {}) {
  const api = fakeApi({
    'GET /api/settings': settings,
    'POST /api/settings/preview': plan,
    'PUT /api/settings': { taskId: 'apply-1' },
    'GET /api/tasks/apply-1': applyJobs.succeeded,
    ...answers,
  });
  return { ...api, ...show(<SettingsFrame page="labels" Form={LabelsForm} />, '/settings/labels') };
}

const site = () => screen.findByRole<HTMLInputElement>('textbox', { name: /^Site/ });
const apply = () => screen.findByRole('button', { name: 'Apply' });

async function typeSite(user: ReturnType<typeof open>['user'], text: string): Promise<void> {
  await user.clear(await site());
  await user.type(await site(), text);
}

describe('a form of the settings', () => {
  test('says what would happen while it is typed, and applies it for the revision that it was read at', async () => {
    const { user, sent } = open();
    await screen.findByText(/^Nothing has been changed\./);
    await typeSite(user, 'barn');
    await screen.findAllByText('Every sample carries another site.');
    await user.type(screen.getByRole('textbox', { name: /^Why/ }), ' moved ');
    await user.click(await apply());
    await screen.findByText(applyJobs.succeeded.outcome);
    expect(sent('PUT /api/settings')).toMatchObject([
      {
        body: { labels: { cluster: 'pi-attic', site: 'barn', rack: 'shelf-2' }, reason: 'moved' },
        ifMatch: settings.revision,
      },
    ]);
  });

  test('puts an error of the server at its field, and the focus with it', async () => {
    const { user } = open({ 'PUT /api/settings': refusedFields({ 'labels.site': 'No barn is known.' }) });
    await typeSite(user, 'barn');
    await user.click(await apply());
    await screen.findByText('No barn is known.');
    expect((await site()).getAttribute('aria-invalid')).toBe('true');
    await waitFor(async () => expect(await site()).toBe(document.activeElement));
    screen.getByRole('textbox', { description: /No barn is known\./ });
    expect((await site()).value).toBe('barn');
    expect(screen.queryByText(/could not be saved/)).toBeNull();
  });

  test('says an error that no field takes', async () => {
    const { user } = open({ 'PUT /api/settings': refusedFields({ reason: 'Too long.' }) });
    await typeSite(user, 'barn');
    await user.click(await apply());
    await screen.findByText('Some of it cannot be taken.');
  });

  test('puts a problem of the plan at its field, and sends nothing until it is gone', async () => {
    const problem = { message: 'vmagent refuses this.', hint: 'Take another.', field: 'labels.site' };
    const { user, answers, sent } = open({ 'POST /api/settings/preview': { ...plan, problems: [problem] } });
    await typeSite(user, 'barn');
    await screen.findByText('vmagent refuses this. Take another.');
    await user.tab();
    await screen.findByText('vmagent refuses this. Take another.');
    await user.type(await site(), '{Enter}');
    await screen.findByText(/^Correct the problem above first/);
    expect(sent('PUT /api/settings')).toEqual([]);
    answers['POST /api/settings/preview'] = plan;
    await typeSite(user, 'shed');
    await waitFor(() => expect(screen.queryByText('vmagent refuses this. Take another.')).toBeNull());
    await user.type(await site(), '{Enter}');
    await screen.findByText(applyJobs.succeeded.outcome);
  });

  test('says what is wrong once a field is left, and sends nothing', async () => {
    const { user, sent } = open();
    const name = await screen.findByRole('textbox', { name: 'Name of this Pi' });
    await user.clear(name);
    await user.type(name, 'a b{Enter}');
    await screen.findByText(/^Use letters, digits, dots/);
    screen.getByText('Correct what is marked above, then apply.');
    expect(sent('PUT /api/settings')).toEqual([]);
  });

  test('is sent by Enter, once', async () => {
    const { user, sent } = open();
    await typeSite(user, 'barn{Enter}');
    await screen.findByText(applyJobs.succeeded.outcome);
    await user.type(await site(), '{Enter}');
    expect(sent('PUT /api/settings')).toHaveLength(1);
  });

  test('is reached and sent by keys alone', async () => {
    const { user, sent } = open();
    await typeSite(user, 'barn');
    for (let presses = 0; presses < 20; presses++) {
      if (document.activeElement === (await apply())) break;
      await user.tab();
    }
    await user.keyboard(' ');
    await screen.findByText(applyJobs.succeeded.outcome);
    expect(sent('PUT /api/settings')).toHaveLength(1);
  });

  test('discards what was typed, and asks for nothing', async () => {
    const { user, sent } = open();
    await typeSite(user, 'barn');
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    expect((await site()).value).toBe('home');
    screen.getByText(/^Nothing has been changed\./);
    expect(sent('PUT /api/settings')).toEqual([]);
  });

  test('keeps what was typed when the page is left, and begins on the revision that it was typed on', async () => {
    const { user, unmount, answers } = open();
    await typeSite(user, 'barn');
    unmount();
    const again = open({ ...answers, 'GET /api/settings': other });
    await screen.findByDisplayValue('barn');
    await again.user.click(await apply());
    await screen.findByText(applyJobs.succeeded.outcome);
    expect(again.sent('PUT /api/settings')).toMatchObject([{ ifMatch: settings.revision }]);
  });
});

describe('a conflict', () => {
  async function inConflict() {
    const page = open({ 'PUT /api/settings': conflict });
    await typeSite(page.user, 'barn');
    await page.user.click(await apply());
    const dialog = within(await screen.findByRole('dialog'));
    page.answers['GET /api/settings'] = other;
    return { ...page, dialog };
  }

  test('shows what they changed and keeps what was typed', async () => {
    const { dialog } = await inConflict();
    dialog.getByText('The files were changed in between');
    dialog.getByText(/^\+ +rack: shelf-3/);
    expect((await site()).value).toBe('barn');
  });

  test('mine: what was typed goes on top of theirs', async () => {
    const { user, dialog, answers, sent } = await inConflict();
    await user.click(dialog.getByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect((await site()).value).toBe('barn');
    screen.getByDisplayValue('shelf-3');
    answers['PUT /api/settings'] = { taskId: 'apply-1' };
    await user.click(await apply());
    await screen.findByText(applyJobs.succeeded.outcome);
    expect(sent('PUT /api/settings').at(-1)).toMatchObject({
      body: { labels: { site: 'barn', rack: 'shelf-3' } },
      ifMatch: other.revision,
    });
  });

  test('theirs: what was typed is gone', async () => {
    const { user, dialog } = await inConflict();
    await user.click(dialog.getByRole('button', { name: 'Take theirs' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect((await site()).value).toBe('home');
    screen.getByText(/^Nothing has been changed\./);
  });

  test('closed without a choice, it is one again', async () => {
    const { user, dialog, sent } = await inConflict();
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await apply());
    await screen.findByRole('dialog');
    expect(sent('PUT /api/settings').at(-1)).toMatchObject({ ifMatch: settings.revision });
  });

  test('files that cannot be read again leave the choice open', async () => {
    const { user, dialog, answers } = await inConflict();
    answers['GET /api/settings'] = new Refusal(500, { code: 'internal', message: 'The disk is away.' });
    await user.click(dialog.getByRole('button', { name: 'Keep mine' }));
    await dialog.findByText('The files could not be read again.');
    expect((await site()).value).toBe('barn');
  });
});
