import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { UpdatesPage } from '@/components/settings/updates/updates-page';
import type { Task } from '@/lib/schemas/task';
import { type Answers, fakeApi, Refusal } from '../../support/components/fake-api';
import { show, tellTask } from '../../support/components/show';
import { settings } from '../../support/fixtures/settings-fixtures';
import { NOW_MS } from '../../support/fixtures/snapshot-parts';
import {
  failedUpdate,
  offered,
  served,
  updatesViews,
  watchedUpdate,
} from '../../support/fixtures/updates/updates-views';

const VIEW = 'GET /api/updates';
const UPDATE = 'POST /api/updates';
const SOAK = 'PUT /api/updates';
const BACK = 'POST /api/updates/put-back';
const TASK = `GET /api/tasks/${watchedUpdate.id}`;

function open(answers: Answers = {}) {
  const api = fakeApi({ [VIEW]: updatesViews.nothing, ...answers });
  return { ...api, ...show(<UpdatesPage />, '/settings/updates') };
}

/** What is shown of a service. */
async function row(service: string) {
  const heading = await screen.findByRole('heading', { level: 3, name: service });
  return within(heading.closest('li') ?? document.body);
}
const button = (name: string) => screen.findByRole('button', { name });

describe('the versions', () => {
  test('with nothing newer, say so, and when the list was made', async () => {
    open();
    const vmagent = await row('vmagent');
    vmagent.getByText('v1.149.0');
    vmagent.getByText('Nothing newer is known to this version of Weir.');
    screen.getByText('List of 30 Nov 2026');
    screen.getByText('Weir 0.1.0');
    expect(screen.queryByRole('button', { name: /^Update/ })).toBeNull();
  });

  test('with a newer one: what it changes, how long it is out, and the button', async () => {
    open({ [VIEW]: updatesViews.offered });
    const vmagent = await row('vmagent');
    vmagent.getByText('out for 12 days');
    vmagent.getByText(/Fewer allocations/);
    vmagent.getByText('Taken as sha256:bbbbbbbbbbbb.');
    vmagent.getByRole('button', { name: 'Update to v1.154.1' });
  });

  test('a young one waits, and can be taken all the same; a bad one is named and not offered', async () => {
    open({ [VIEW]: updatesViews.mixed });
    const vmagent = await row('vmagent');
    vmagent.getByText('Waits until 5 Dec 2026');
    vmagent.getByText(/no digest of it: it is taken by its tag/);
    vmagent.getByRole('button', { name: 'Update all the same' });
    vmagent.getByText('v1.154.0 is not offered: It forgets what waits in the buffer when it starts.');
    const store = await row('victoria-metrics');
    store.getByText('Known to be bad');
    store.getByText(/needs vmagent v1\.150\.0 or newer/);
    expect(store.queryByRole('button', { name: /^Update/ })).toBeNull();
    const built = await row('yace');
    built.getByText(/^Built on this Pi\./);
    built.getByText(/updates come from ghcr\.io\/prometheus-community\/yace/);
    const own = await row('node-exporter');
    own.getByText(/an image of your own: Weir does not update it/);
    expect(own.queryByText(/Another version/)).toBeNull();
  });

  test('without a list, that is said', async () => {
    open({ [VIEW]: updatesViews.unlisted });
    await screen.findByText('The list of versions cannot be read.');
    (await row('vmagent')).getByText('Which versions there are is not known here.');
  });
});

describe('an update', () => {
  test('is asked about and begun on the state that is shown', async () => {
    const { user, sent } = open({
      [VIEW]: updatesViews.offered,
      [UPDATE]: { taskId: watchedUpdate.id },
      [TASK]: watchedUpdate,
    });
    await user.click(await button('Update to v1.154.1'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Bring vmagent to v1.154.1?' }));
    await user.click(dialog.getByRole('radio', { name: 'A quick look of two minutes' }));
    await user.click(dialog.getByRole('checkbox', { name: 'Its series may differ' }));
    await user.click(dialog.getByRole('button', { name: 'Update' }));
    await screen.findByText('8 min left');
    expect(sent(UPDATE)).toMatchObject([
      {
        ifMatch: updatesViews.offered.revision,
        body: { service: 'vmagent', tag: 'v1.154.1', isQuick: true, maySeriesDiffer: true },
      },
    ]);
  });

  test('of an image that was built here names the one that is fetched', async () => {
    const { user } = open({ [VIEW]: updatesViews.mixed });
    const yace = await row('yace');
    await user.click(yace.getByText(/^Another version/));
    yace.getByText(/^Of ghcr\.io\/prometheus-community\/yace, an older one too\./);
    await user.type(yace.getByRole('textbox'), '0.67.0');
    await user.click(yace.getByRole('button', { name: 'Try this version' }));
    within(await screen.findByRole('dialog')).getByText(/from ghcr\.io\/prometheus-community\/yace\./);
  });

  test('that is refused says why, and nothing is lost', async () => {
    const refusal = new Refusal(409, {
      code: 'task-running',
      message: 'Another action is running: Stop yace.',
    });
    const { user } = open({ [VIEW]: updatesViews.offered, [UPDATE]: refusal });
    await user.click(await button('Update to v1.154.1'));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Update' }));
    await screen.findByText('Another action is running: Stop yace.');
    screen.getByRole('dialog');
  });

  test('to what runs already is nothing to do', async () => {
    const { user } = open({ [VIEW]: updatesViews.offered, [UPDATE]: { taskId: null } });
    await user.click(await button('Update to v1.154.1'));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Update' }));
    await screen.findByText(/runs already: there is nothing to do/);
  });

  test('shows its version as on trial once it runs, on a page that was open before', async () => {
    const { answers } = open({ [TASK]: watchedUpdate });
    (await row('vmagent')).getByText('v1.149.0');
    tellTask({
      ...watchedUpdate,
      steps: watchedUpdate.steps.map((one) => ({ ...one, state: one.id === 'act' ? 'running' : 'waiting' })),
    });
    answers[VIEW] = updatesViews.onTrial;
    tellTask(watchedUpdate);
    await screen.findByText('On trial');
    (await row('vmagent')).getByText('v1.154.1');
    expect((await row('cadvisor')).queryByText('On trial')).toBeNull();
    answers[VIEW] = updatesViews.nothing;
    tellTask(failedUpdate);
    await waitFor(() => expect(screen.queryByText('On trial')).toBeNull());
    await screen.findByText('v1.149.0');
  });

  test('that is watched can be put back at once', async () => {
    const { user, sent, answers } = open({ [TASK]: watchedUpdate, [BACK]: {} });
    await row('vmagent');
    tellTask(watchedUpdate);
    await screen.findByText(/118 requests taken by the destination/);
    await user.click(await button('Put back now'));
    expect(sent(BACK)).toHaveLength(1);
    answers[TASK] = failedUpdate;
    tellTask(failedUpdate);
    await screen.findByText(/33 % fewer series than before/);
    expect(screen.queryByRole('button', { name: 'Put back now' })).toBeNull();
  });
});

test('a version that counts can still be undone: the one before is kept', async () => {
  const done: Task = {
    ...watchedUpdate,
    state: 'succeeded',
    finishedAtMs: NOW_MS,
    outcome: 'Applied and verified. vmagent answers and runs with the new settings.',
  };
  const revision = { who: 'owner', reason: null, files: ['.env'], isCurrent: true };
  const revisions = [
    { ...revision, id: 8, title: done.title, atMs: done.startedAtMs + 1 },
    { ...revision, id: 7, title: 'Earlier', atMs: 1, isCurrent: false },
  ];
  const { user, sent } = open({
    [TASK]: done,
    'GET /api/settings': settings,
    'GET /api/revisions': { revisions },
    'POST /api/revisions/7/restore': { taskId: 'other' },
  });
  await row('vmagent');
  tellTask(watchedUpdate);
  await user.click(await button('Undo'));
  await waitFor(() => expect(sent('POST /api/revisions/7/restore')).toHaveLength(1));
});

describe('another version', () => {
  const type = async (user: ReturnType<typeof open>['user'], text: string) => {
    const vmagent = await row('vmagent');
    await user.click(vmagent.getByText(/^Another version/));
    await user.type(vmagent.getByRole('textbox', { name: 'Tag or digest of vmagent' }), text);
    await user.click(vmagent.getByRole('button', { name: 'Try this version' }));
  };

  test.each([
    ['v1.148.0', { tag: 'v1.148.0' }],
    [` v1.148.0@sha256:${'e'.repeat(64)} `, { tag: 'v1.148.0', digest: `sha256:${'e'.repeat(64)}` }],
    [`sha256:${'e'.repeat(64)}`, { digest: `sha256:${'e'.repeat(64)}` }],
  ])('%s is asked about', async (text, chosen) => {
    const { user, sent } = open({ [UPDATE]: { taskId: null } });
    await type(user, text);
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Update' }));
    expect(sent(UPDATE)).toMatchObject([{ body: { service: 'vmagent', ...chosen } }]);
  });

  test.each(['v1.149.0', `sha256:${'a'.repeat(64)}`, `v1.149.0@sha256:${'a'.repeat(64)}`])(
    '%s, which runs already, is not asked about',
    async (text) => {
      const { user } = open();
      await type(user, text);
      await screen.findByText('This version runs already.');
      expect(screen.queryByRole('dialog')).toBeNull();
    },
  );

  test.each(['two words', 'somebody/else:v1', 'v1@sha256:abc', 'a@b@c'])('“%s” is none', async (text) => {
    const { user, sent } = open();
    await type(user, text);
    await screen.findByText(/^Enter a tag such as v1\.2\.3/);
    expect(sent(UPDATE)).toEqual([]);
  });
});

describe('on the way back', () => {
  test('the row says to which version, and nothing can be put back twice', async () => {
    open({ [VIEW]: updatesViews.onTrial, [TASK]: watchedUpdate });
    tellTask(watchedUpdate);
    await screen.findByText('On trial');
    await button('Put back now');
    tellTask({ ...watchedUpdate, isPutBack: true });
    await screen.findByText('Going back to v1.149.0');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Put back now' })).toBeNull());
  });

  test('what its owner asked for is no failure', async () => {
    const asked: Task = {
      ...failedUpdate,
      isPutBack: true,
      error: { code: 'given-up', message: 'You asked for the earlier version.', hint: null },
    };
    const { answers } = open({ [TASK]: watchedUpdate });
    await row('vmagent');
    tellTask(watchedUpdate);
    await button('Put back now');
    answers[TASK] = asked;
    tellTask(asked);
    const told = await screen.findByText('You asked for the earlier version.');
    expect(told.closest('.border')?.className).not.toContain('losing');
  });
});

describe('a double click', () => {
  test('begins one update', async () => {
    const { user, sent } = open({
      [VIEW]: updatesViews.offered,
      [UPDATE]: { taskId: watchedUpdate.id },
      [TASK]: watchedUpdate,
    });
    await user.click(await button('Update to v1.154.1'));
    const update = within(await screen.findByRole('dialog')).getByRole('button', { name: 'Update' });
    for (const detail of [1, 2]) fireEvent.click(update, { detail });
    await screen.findByText('8 min left');
    expect(sent(UPDATE)).toHaveLength(1);
  });

  test('puts back once', async () => {
    const { sent } = open({ [TASK]: watchedUpdate, [BACK]: {} });
    await row('vmagent');
    tellTask(watchedUpdate);
    const back = await button('Put back now');
    for (const detail of [1, 2]) fireEvent.click(back, { detail });
    await waitFor(() => expect(back.getAttribute('aria-busy')).toBe('true'));
    expect(sent(BACK)).toHaveLength(1);
  });
});

describe('how long a version waits', () => {
  test('is saved, and what is offered follows', async () => {
    const { user, sent } = open({
      [SOAK]: { ...updatesViews.nothing, soakDays: 0, services: [served({ offered: offered() })] },
    });
    const days = await screen.findByRole('textbox', { name: 'Days' });
    await user.clear(days);
    await user.type(days, '0');
    await user.click(await button('Save'));
    await screen.findByText('Saved.');
    expect(sent(SOAK)).toMatchObject([{ body: { soakDays: 0 } }]);
    await button('Update to v1.154.1');
  });

  test('is refused where it is no number of days', async () => {
    const { user, sent } = open();
    const days = await screen.findByRole('textbox', { name: 'Days' });
    await user.clear(days);
    await user.type(days, '91');
    await user.click(await button('Save'));
    await screen.findByText('Enter a whole number from 0 to 90 d.');
    expect(sent(SOAK)).toEqual([]);
  });
});

describe('what has come out since the list was made', () => {
  test('is not asked for unless the owner wants it, and it is said who learns what', async () => {
    const { user, sent } = open({ [SOAK]: updatesViews.outside });
    const box = await screen.findByRole('checkbox', { name: 'Ask the registries once a day' });
    expect((box as HTMLInputElement).checked).toBe(false);
    screen.getByText(/docker\.io, quay\.io, ghcr\.io get an anonymous question/);
    await user.click(box);
    expect(sent(SOAK)).toMatchObject([{ body: { asksRegistries: true } }]);
    const vmagent = await row('vmagent');
    await vmagent.findByText(/has come out; this release of Weir has not tried/);
    vmagent.getByText('Seen in its registry for 9 days.');
    vmagent.getByText('Nothing newer is known to this version of Weir.');
    (await row('cadvisor')).getByText('Waits until 8 Dec 2026');
    screen.getByText(/^Asked on .*\. No list came from quay\.io\.$/);
  });

  test('is tried by its owner alone, as a typed version is', async () => {
    const { user, sent } = open({ [VIEW]: updatesViews.outside, [UPDATE]: { taskId: null } });
    await user.click(await button('Try v1.155.0'));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Update' }));
    expect(sent(UPDATE)).toMatchObject([{ body: { service: 'vmagent', tag: 'v1.155.0' } }]);
  });
});
