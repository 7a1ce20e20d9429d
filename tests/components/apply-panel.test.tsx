import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { BufferForm } from '@/components/settings/buffer/buffer-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import type { Revision } from '@/lib/schemas/revision';
import type { Task } from '@/lib/schemas/task';
import { type Answers, fakeApi, Refusal, refusedFields } from '../support/components/fake-api';
import { show, tellTask } from '../support/components/show';
import { applyJobs, emptyPlan, settings, waitingPlan } from '../support/fixtures/settings-fixtures';

const plan = { ...emptyPlan, words: ['The buffer takes up to 2 GiB.'] };
const { running, succeeded, failed } = applyJobs;
const undoing: Task = {
  ...succeeded,
  id: 'undo-1',
  title: 'Undo',
  outcome: 'The buffer is as it was before.',
};
const revision: Omit<Revision, 'id' | 'title' | 'atMs'> = {
  who: 'owner',
  reason: null,
  files: ['.env'],
  isCurrent: false,
};
const revisions: Revision[] = [
  { ...revision, id: 7, title: succeeded.title, atMs: succeeded.startedAtMs + 1 },
  { ...revision, id: 6, title: 'Set-up', atMs: 1 },
];

/** The form of the buffer with another size in it, about to be applied. */
async function typed(answers: Answers = {}) {
  const api = fakeApi({
    'GET /api/settings': settings,
    'POST /api/settings/preview': plan,
    'PUT /api/settings': { taskId: running.id },
    [`GET /api/tasks/${running.id}`]: running,
    'GET /api/tasks/undo-1': undoing,
    'GET /api/revisions': { revisions },
    'POST /api/revisions/6/restore': { taskId: 'undo-1' },
    ...answers,
  });
  const { user } = show(<SettingsFrame page="buffer" Form={BufferForm} />, '/settings/buffer');
  const size = await screen.findByDisplayValue<HTMLInputElement>('1024');
  await user.clear(size);
  await user.type(size, '2048');
  return { ...api, user, size };
}

async function apply(answers: Answers = {}) {
  const page = await typed(answers);
  await page.user.click(await screen.findByRole('button', { name: 'Apply' }));
  return page;
}

describe('an apply', () => {
  test('shows its steps as they run, and takes no input meanwhile', async () => {
    const { size } = await apply();
    expect(await screen.findByText(running.title)).toBeTruthy();
    screen.getByRole('heading', { name: 'What is happening' });
    screen.getByText('vmagent reads its file again.');
    expect(size.matches(':disabled') || size.closest('fieldset')?.disabled).toBe(true);
    expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull();
  });

  test('says what was verified, and shows what the files say then', async () => {
    const { answers } = await apply();
    await screen.findByText(running.title);
    answers['GET /api/settings'] = {
      ...settings,
      revision: 'b2',
      buffer: { ...settings.buffer, maxBytes: 2048 * 1024 * 1024 },
    };
    tellTask(succeeded);
    expect(await screen.findByText(succeeded.outcome)).toBeTruthy();
    await screen.findByRole('heading', { name: 'What happened' });
    expect(screen.getByDisplayValue('2048').closest('fieldset')?.disabled).toBe(false);
  });

  test('that failed says why and that the previous state is back; what was typed can be applied again', async () => {
    const { user, size, sent, answers } = await apply({ [`GET /api/tasks/${running.id}`]: failed });
    expect(await screen.findByText(failed.error.message)).toBeTruthy();
    screen.getByText(failed.error.hint);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    expect(size.value).toBe('2048');
    answers['PUT /api/settings'] = { taskId: 'apply-2' };
    answers['GET /api/tasks/apply-2'] = { ...succeeded, id: 'apply-2' };
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    expect(await screen.findByText(succeeded.outcome)).toBeTruthy();
    expect(sent('PUT /api/settings')).toHaveLength(2);
  });

  test('is undone as a change of its own', async () => {
    const { user, sent } = await apply({ [`GET /api/tasks/${running.id}`]: succeeded });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('The buffer is as it was before.')).toBeTruthy();
    expect(sent('POST /api/revisions/6/restore')).toMatchObject([
      { body: { reason: 'Undo' }, ifMatch: settings.revision },
    ]);
  });

  test('is not undone where another change came after it', async () => {
    const later = { ...revision, id: 8, title: 'Labels', atMs: succeeded.startedAtMs + 2 };
    const { user, sent } = await apply({
      [`GET /api/tasks/${running.id}`]: succeeded,
      'GET /api/revisions': { revisions: [later, ...revisions] },
    });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(/^Another change has been made since/)).toBeTruthy();
    expect(sent('POST /api/revisions/6/restore')).toEqual([]);
  });

  test('that changes nothing says so', async () => {
    await apply({ 'PUT /api/settings': { taskId: null } });
    expect(await screen.findByText('The files say this already. Nothing had to be done.')).toBeTruthy();
  });

  test('that is refused says why, and keeps what was typed', async () => {
    const busy = new Refusal(409, { code: 'task-running', message: 'Another change is being applied.' });
    const { user, size, answers } = await apply({ 'PUT /api/settings': busy });
    expect(await screen.findByText('This could not be saved. What you entered is still here.')).toBeTruthy();
    screen.getByText('Another change is being applied.');
    expect(size.value).toBe('2048');
    answers['PUT /api/settings'] = { taskId: null };
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await screen.findByText('The files say this already. Nothing had to be done.');
    expect(screen.queryByText('Another change is being applied.')).toBeNull();
  });

  test('of another tab is shown as it runs, with no way to undo it, and the form can be filled in meanwhile', async () => {
    const { user, size } = await typed();
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    tellTask({ ...running, title: 'Labels' });
    expect(await screen.findByText('Labels')).toBeTruthy();
    await user.type(size, '0');
    await user.clear(size);
    await user.type(size, '1024');
    tellTask(succeeded);
    expect(await screen.findByText(succeeded.outcome)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });
});

describe('samples that wait for the address that is given up', () => {
  const asks = { 'POST /api/settings/preview': waitingPlan };

  test('are asked about before anything is sent', async () => {
    const { user, sent } = await apply(asks);
    const dialog = within(await screen.findByRole('dialog'));
    dialog.getByText(/^182 MB wait for the present address/);
    expect(sent('PUT /api/settings')).toEqual([]);
    await user.click(dialog.getByRole('radio', { name: /^Change now, drop/ }));
    await user.click(dialog.getByRole('button', { name: /^Change now, drop/ }));
    expect(await screen.findByText(running.title)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(sent('PUT /api/settings')).toMatchObject([{ body: { waiting: 'drop' } }]);
  });

  test('cancelled, nothing is sent and what was typed stays', async () => {
    const { user, size, sent } = await apply(asks);
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(size.value).toBe('2048');
    expect(sent('PUT /api/settings')).toEqual([]);
  });

  test('that came after the plan was made are asked about when the server wants to know', async () => {
    const { user, answers, sent } = await typed();
    await screen.findAllByText('The buffer takes up to 2 GiB.');
    answers['PUT /api/settings'] = refusedFields({ waiting: 'Say what becomes of them.' });
    answers['POST /api/settings/preview'] = waitingPlan;
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    const dialog = within(await screen.findByRole('dialog'));
    answers['PUT /api/settings'] = { taskId: running.id };
    await user.click(dialog.getByRole('button', { name: 'Deliver first, then change' }));
    await screen.findByText(running.title);
    expect(sent('PUT /api/settings').at(-1)).toMatchObject({ body: { waiting: 'deliver' } });
  });
});
