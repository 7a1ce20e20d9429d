import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { BackupPage } from '@/components/settings/backup/backup-page';
import { keyFile, keyGroups } from '@/components/settings/backup/key-text';
import { currentToasts } from '@/lib/client/toasts';
import { type Answers, fakeApi, Refusal, refusedFields } from '../../support/components/fake-api';
import { show } from '../../support/components/show';
import { backups } from '../../support/fixtures/backup/backup-views';
import { watchedUpdate } from '../../support/fixtures/updates/updates-views';

const made = {
  recoveryKey: 'AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SW7K2Q',
  recipient: 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73eqx7k2pq',
  name: 'x7k2pq',
};

function open(answers: Answers = {}) {
  const api = fakeApi({ 'GET /api/backup': backups.ready, ...answers });
  return { ...api, ...show(<BackupPage />, '/settings/backup') };
}
const button = (name: string) => screen.findByRole('button', { name });
afterEach(() => vi.restoreAllMocks());

test('a first key is shown once, and counts when its end was typed', async () => {
  const { user, sent, answers } = open({
    'GET /api/backup': backups.none,
    'POST /api/backup/key': () => {
      answers['GET /api/backup'] = { ...backups.none, waitingName: made.name };
      return made;
    },
    'PUT /api/backup/key': refusedFields({ proof: 'These are not its last six characters.' }),
  });
  await user.click(await button('Make a recovery key'));
  await screen.findByRole('dialog', { name: 'Keep this recovery key' });
  screen.getByText(made.recoveryKey);
  await user.click(await button('I have kept it'));
  await screen.findByText('Enter the last six characters of the key.');
  expect(sent('PUT /api/backup/key')).toEqual([]);
  await user.type(screen.getByRole('textbox'), 'abcdef{Enter}');
  await screen.findByText('These are not its last six characters.');
  answers['PUT /api/backup/key'] = backups.ready;
  await user.clear(screen.getByRole('textbox'));
  await user.type(screen.getByRole('textbox'), 'W7K2Q ');
  await user.click(await button('I have kept it'));
  await waitFor(() => expect(screen.queryByText(made.recoveryKey)).toBeNull());
  expect(sent('PUT /api/backup/key').at(-1)?.body).toEqual({ proof: 'W7K2Q ' });
  await screen.findByText('…x7k2pq');
});

test('before a new key is made it is said what the old one is still for', async () => {
  const { user, sent } = open({ 'POST /api/backup/key': made });
  await user.click(await button('Make a new key'));
  await screen.findByText(/already still need the key/);
  expect(sent('POST /api/backup/key')).toEqual([]);
});

test('the key can be written down in groups, and its file is taken by age as it is', async () => {
  const groups = keyGroups(made.recoveryKey);
  expect([groups[0], groups[1], groups.join('')]).toEqual(['AGE-SECRET-KEY-1', 'QQQS', made.recoveryKey]);
  const file = keyFile(made, 0);
  expect(file.name).toBe('weir-recovery-key-x7k2pq.txt');
  const lines = (await file.text()).trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual([made.recoveryKey]);
});

test('a passphrase is typed twice, and the same', async () => {
  const { user, sent } = open({
    'GET /api/backup': backups.none,
    'POST /api/backup/download': backups.download,
  });
  const make = await button('Make a backup to download');
  await user.click(make);
  await screen.findByText('Use at least 12 characters.');
  await user.type(screen.getByLabelText('Passphrase'), 'tall reeds by the pond');
  await user.type(screen.getByLabelText('Once more'), 'tall reeds by the pool');
  await user.click(make);
  await screen.findByText('The two are not the same.');
  expect(sent('POST /api/backup/download')).toEqual([]);
  await user.clear(screen.getByLabelText('Once more'));
  await user.type(screen.getByLabelText('Once more'), 'tall reeds by the pond{Enter}');
  await waitFor(() =>
    expect(sent('POST /api/backup/download')).toMatchObject([
      { body: { passphrase: 'tall reeds by the pond' } },
    ]),
  );
});

test('with a recovery key a download needs no passphrase; what is left out is named', async () => {
  const { user, sent } = open({
    'GET /api/backup': backups.leftOut,
    'POST /api/backup/download': backups.download,
  });
  await screen.findByText('config/vmagent/old.yml');
  expect(screen.queryByLabelText('Once more')).toBeNull();
  expect(screen.getByRole('link', { name: 'Download' }).getAttribute('href')).toMatch(
    /^\/api\/backup\/download\/[a-f0-9]{24}$/,
  );
  await user.click(await button('Make a backup to download'));
  await waitFor(() =>
    expect(sent('POST /api/backup/download')).toMatchObject([{ body: { passphrase: null } }]),
  );
});

test('the schedule is saved as it is chosen', async () => {
  const { user, sent } = open({ 'GET /api/backup': backups.off, 'PUT /api/backup/schedule': backups.on });
  await user.selectOptions(await screen.findByLabelText('Make one by itself'), 'Each day');
  await user.selectOptions(screen.getByLabelText('At'), '04:00');
  await user.clear(screen.getByLabelText('Keep'));
  await user.type(screen.getByLabelText('Keep'), '0');
  await user.click(await button('Save'));
  await screen.findByText('Keep at least one.');
  await user.clear(screen.getByLabelText('Keep'));
  await user.type(screen.getByLabelText('Keep'), '7{Enter}');
  const body = { every: 'day', hour: 4, keep: 7 };
  const ifMatch = backups.off.schedule.revision;
  await waitFor(() =>
    expect(sent('PUT /api/backup/schedule')).toEqual([expect.objectContaining({ body, ifMatch })]),
  );
});

test('a schedule that another tab changed meanwhile is not written over unseen', async () => {
  const { user, sent, answers } = open({
    'GET /api/backup': backups.off,
    'PUT /api/backup/schedule': () => {
      answers['GET /api/backup'] = backups.on;
      return new Refusal(409, { code: 'revision-conflict', message: 'It was changed in another browser.' });
    },
  });
  const keep = await screen.findByLabelText('Keep');
  await user.clear(keep);
  await user.type(keep, '7{Enter}');
  await screen.findByText('It was changed in another browser.');
  await waitFor(() => screen.getByDisplayValue('Each day'));
  expect(screen.getByDisplayValue('7')).toBe(keep);
  await user.click(await button('Save'));
  const { revision } = backups.on.schedule;
  await waitFor(() =>
    expect(sent('PUT /api/backup/schedule').at(-1)).toMatchObject({
      ...{ body: { every: 'day', keep: 7 }, ifMatch: revision },
    }),
  );
});

test('a backup that needs an earlier key says which', async () => {
  open();
  await screen.findByText(/needs the earlier key …m4w8ze/);
  expect(screen.getAllByText(/key …x7k2pq/).length).toBeGreaterThan(0);
});

test.each([
  ['gone', /cannot be seen by the panel/],
  ['gone', /What is in the folder cannot be seen now/],
  ['readOnly', /Its disk is read-only/],
  ['unreadable', /The user in WEIR_UID has no right to it/],
  ['unreadable', /What is in the folder cannot be seen now/],
  ['off', /saves from mistakes, and not from a card that dies/],
  ['failed', /Its disk is full/],
] as const)('the folder, %s: what is wrong and what to do', async (name, words) => {
  open({ 'GET /api/backup': backups[name] });
  await screen.findByText(words);
});

test('one is made now, and its steps are shown', async () => {
  const { user, sent } = open({ 'GET /api/backup': backups.on, 'POST /api/backup': { taskId: 'a' } });
  await user.click(await button('Make one now'));
  await waitFor(() => expect(sent('GET /api/tasks/a').length).toBeGreaterThan(0));
});

test('a second press while one is made begins no other, also before the stream tells of it', async () => {
  const task = { ...watchedUpdate, kind: 'backup', title: 'Make a backup' };
  const { user, sent } = open({
    'GET /api/backup': backups.on,
    'POST /api/backup': { taskId: task.id },
    [`GET /api/tasks/${task.id}`]: task,
  });
  await user.dblClick(await button('Make one now'));
  await screen.findByText('Make a backup');
  await user.click(await button('Make one now'));
  expect(sent('POST /api/backup')).toHaveLength(1);
});

test.each([
  ['another tab made a newer one', { ...backups.none, waitingName: 'm4w8ze' }],
  ['a newer one is in use', backups.on],
])('a key is offered no more as soon as it is known that it will not count: %s', async (_, view) => {
  const { user, answers } = open({
    'GET /api/backup': { ...backups.none, key: null },
    'POST /api/backup/key': { ...made, name: 'q9d3fa' },
  });
  await user.click(await button('Make a recovery key'));
  await screen.findByText(made.recoveryKey);
  answers['GET /api/backup'] = view;
  window.dispatchEvent(new Event('focus'));
  await screen.findByText('This key is not used.');
  expect(screen.queryByText(made.recoveryKey)).toBeNull();
});

test('a key that a newer one replaced is offered no more once it was tried', async () => {
  const message = 'A newer key was made since, perhaps in another tab.';
  const { user, answers } = open({
    'GET /api/backup': backups.none,
    'POST /api/backup/key': made,
    'PUT /api/backup/key': () => {
      answers['GET /api/backup'] = { ...backups.none, waitingName: 'm4w8ze' };
      return new Refusal(409, { code: 'revision-conflict', message });
    },
  });
  await user.click(await button('Make a recovery key'));
  await user.type(await screen.findByRole('textbox'), 'W7K2Q2{Enter}');
  await screen.findByText('This key is not used.');
  expect(screen.queryByText(made.recoveryKey)).toBeNull();
});

test.each([
  ['Download', `/api/backup/download/${backups.download.id}`, backups.ready],
  [
    `Download ${backups.on.stored[0]?.fileName}`,
    `/api/backup/files/${backups.on.stored[0]?.fileName}`,
    backups.on,
  ],
])(
  '%s: what is not to be had is told on the page, and what is goes to the browser',
  async (name, path, view) => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.getAttribute('href') ?? '');
    });
    const gone = { code: 'not-found', message: 'It is gone.', hint: 'Make a new one.' } as const;
    const { user, sent, answers } = open({
      'GET /api/backup': view,
      [`GET ${path}`]: new Refusal(404, gone),
    });
    await user.click(await screen.findByRole('link', { name }));
    await waitFor(() => expect(currentToasts().at(-1)?.detail).toBe('It is gone. Make a new one.'));
    await waitFor(() => expect(sent('GET /api/backup')).toHaveLength(2));
    expect(saved).toEqual([]);
    answers[`GET ${path}`] = {};
    await user.click(await screen.findByRole('link', { name }));
    await waitFor(() => expect(saved).toEqual([path]));
  },
);

test('spaces are no passphrase', async () => {
  const { user, sent } = open({ 'GET /api/backup': backups.none });
  await user.type(await screen.findByLabelText('Passphrase'), ' '.repeat(12));
  await user.type(screen.getByLabelText('Once more'), ' '.repeat(12));
  await user.click(await button('Make a backup to download'));
  await screen.findByText('Spaces alone are no passphrase.');
  expect(sent('POST /api/backup/download')).toEqual([]);
});
