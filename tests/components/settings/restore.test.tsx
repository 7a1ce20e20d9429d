import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RestoreSection } from '@/components/settings/backup/restore-section';
import type { Task } from '@/lib/schemas/task';
import { type Answers, fakeApi, Refusal, refusedFields } from '../../support/components/fake-api';
import { show, tellTask } from '../../support/components/show';
import { backups } from '../../support/fixtures/backup/backup-views';
import { intervalPlan } from '../../support/fixtures/settings-fixtures';
import { watchedUpdate } from '../../support/fixtures/updates/updates-views';

const { opened } = backups;
const AT = `/api/backup/restore/${opened.id}`;
const locked = { id: opened.id, bytes: 100, opensBy: 'key', keyName: 'x7k2pq' };
const age = new File(['age-encryption.org/v1'], 'weir-backup.age');

function open(answers: Answers = {}, cluster: string | null = 'pi-shed') {
  const api = fakeApi({
    'POST /api/backup/restore': locked,
    [`POST ${AT}/open`]: opened,
    [`GET ${AT}/preview`]: intervalPlan,
    [`POST ${AT}`]: { taskId: null },
    ...answers,
  });
  return { ...api, ...show(<RestoreSection cluster={cluster} />, '/settings/backup') };
}
const button = (name: string) => screen.findByRole('button', { name });

async function toOpened(user: ReturnType<typeof open>['user']): Promise<void> {
  await user.upload(screen.getByLabelText('Backup'), age);
  await user.type(await screen.findByLabelText('Recovery key'), 'AGE-SECRET-KEY-1{Enter}');
  await screen.findByText('The backup is open, and whole.');
}

test('from the file to the restore: the key, the name, what would change, and a question', async () => {
  const { user, sent } = open();
  await user.upload(screen.getByLabelText('Backup'), age);
  await screen.findByText(/weir-recovery-key-x7k2pq.txt/);
  await user.click(await button('Open it'));
  await screen.findByText('Enter the recovery key.');
  await user.type(screen.getByLabelText('Recovery key'), 'AGE-SECRET-KEY-1{Enter}');
  await screen.findByText('The backup is open, and whole.');
  screen.getByText(/tar x config\/vmagent\/own-jobs.yml/);
  await user.click(await button('See what would change'));
  await user.click(await button('Restore this backup'));
  expect(sent(`POST ${AT}`)).toEqual([]);
  await user.click(await button('Restore'));
  await screen.findByText('Everything is as in the backup.');
  expect(sent(`POST ${AT}`)).toMatchObject([
    { body: { cluster: 'pi-shed' }, ifMatch: intervalPlan.revision },
  ]);
});

test('the name of the other Pi is taken only where this one replaces it', async () => {
  const { user, sent } = open();
  await toOpened(user);
  const name = screen.getByLabelText('Name of this Pi');
  await user.clear(name);
  await user.click(await button('See what would change'));
  await screen.findByText('Give this Pi a name.');
  await user.type(name, 'pi-attic');
  await user.click(await button('See what would change'));
  await screen.findByText('pi-attic is the name of the other Pi.');
  expect(sent(`GET ${AT}/preview`)).toEqual([]);
  await user.click(screen.getByRole('radio', { name: 'It is pi-attic, or replaces it' }));
  await user.click(await button('See what would change'));
  await waitFor(() => expect(sent(`GET ${AT}/preview`).at(-1)?.what).toMatch(/cluster=pi-attic$/));
});

test('a key that is not its key is told at its field, and the file can be another one', async () => {
  const { user } = open({
    [`POST ${AT}/open`]: refusedFields({ secret: 'This is the key of other backups.' }),
  });
  await user.upload(screen.getByLabelText('Backup'), age);
  await user.type(await screen.findByLabelText('Recovery key'), 'x{Enter}');
  await screen.findByText('This is the key of other backups.');
  await user.click(await button('Choose another file'));
  await screen.findByLabelText('Backup');
});

test('a file that is no backup is refused before anything is asked', async () => {
  const refusal = new Refusal(422, { code: 'bad-request', message: 'This file is not a backup of Weir.' });
  const { user } = open({ 'POST /api/backup/restore': refusal });
  await user.upload(screen.getByLabelText('Backup'), age);
  await screen.findByText('This file is not a backup of Weir.');
});

test('another change goes on: the opened backup stays, its preview is read again, and no outcome is shown', async () => {
  const { user, sent } = open();
  await toOpened(user);
  await user.click(await button('See what would change'));
  const restore = await button('Restore this backup');
  tellTask(watchedUpdate);
  await screen.findByText(/Another change is being made: vmagent: v1\.149\.0.*A restore begins after it\./);
  expect(restore.hasAttribute('disabled')).toBe(true);
  const before = sent(`GET ${AT}/preview`).length;
  tellTask({ ...watchedUpdate, state: 'succeeded', finishedAtMs: 1, outcome: 'Applied and verified.' });
  await waitFor(() => expect(sent(`GET ${AT}/preview`).length).toBeGreaterThan(before));
  expect(restore.hasAttribute('disabled')).toBe(false);
  screen.getByText('The backup is open, and whole.');
  expect(screen.queryByText('Applied and verified.')).toBeNull();
  expect(sent(`GET /api/tasks/${watchedUpdate.id}`)).toEqual([]);
});

test('a restore that another tab began is shown, with its outcome', async () => {
  const task = { ...watchedUpdate, title: 'Restored from the backup of 30 Nov, 22:04' };
  const { answers } = open({ [`GET /api/tasks/${task.id}`]: task });
  tellTask(task);
  await screen.findByText(task.title);
  expect(screen.queryByLabelText('Backup')).toBeNull();
  const ended: Task = { ...task, state: 'succeeded', finishedAtMs: 1, outcome: 'Applied and verified.' };
  answers[`GET /api/tasks/${task.id}`] = ended;
  tellTask(ended);
  await screen.findByText('Applied and verified.');
  screen.getByLabelText('Backup');
});

test('after a reload of the page the end of the restore is found again, and not on the way back to the page', async () => {
  const task = { ...watchedUpdate, title: 'Restored from the backup of 30 Nov, 22:04' };
  const { answers, unmount } = open({ [`GET /api/tasks/${task.id}`]: task });
  tellTask(task);
  await screen.findByText(task.title);
  await waitFor(() => expect(sessionStorage.length).toBe(1));
  const kept = { ...sessionStorage };
  unmount();
  answers[`GET /api/tasks/${task.id}`] = { ...task, state: 'succeeded', outcome: 'Applied and verified.' };
  expect(sessionStorage.length).toBe(0);
  const again = () => show(<RestoreSection cluster="pi-shed" />, '/settings/backup');
  const back = again();
  expect(screen.queryByText('Applied and verified.')).toBeNull();
  back.unmount();
  // A reload ends a page without a word to it.
  Object.assign(sessionStorage, kept);
  again();
  await screen.findByText('Applied and verified.');
  screen.getByLabelText('Backup');
});
