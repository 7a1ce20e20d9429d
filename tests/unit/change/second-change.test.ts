import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeJournal, writeJournal } from '@/lib/server/change/records/journal';
import { assertNoJournal } from '@/lib/server/change/steps/commit';
import { lockFolder } from '@/lib/server/files/state/folder-lock';
import { freshPanel } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshPanel>;
beforeAll(() => {
  panel = freshPanel();
});
afterAll(() => panel.remove());

const refusal = () =>
  assertNoJournal().then(
    () => null,
    (error: { code: string; message: string; hint: string }) => error,
  );

test('a change that comes second is told whose turn it is, and never to undo the first one', async () => {
  expect(await refusal()).toBeNull();
  await writeJournal({
    atMs: 1,
    revisionId: 2,
    revision: '0123456789abcdef',
    title: 'Buffer: 1 GiB → 2 GiB',
    files: [],
    effects: [],
    touched: [],
    wereStopped: [],
    wereAbsent: [],
    isAdopted: false,
    states: [],
    isLaunch: false,
  });
  const release = lockFolder('panel');
  const beside = await refusal();
  release?.();
  const alone = await refusal();
  expect(beside).toMatchObject({ code: 'task-running', message: expect.stringContaining('Buffer: 1 GiB') });
  expect(beside?.hint).toMatch(/by itself. Try again/);
  expect(alone?.hint).toMatch(/^Start the panel with compose\/up/);
  for (const hint of [beside?.hint, alone?.hint]) expect(hint).not.toMatch(/undo|puts? .*back|restart/i);
  // Nobody's lock was kept.
  lockFolder('panel')?.();
  await removeJournal();
  expect(await refusal()).toBeNull();
});
