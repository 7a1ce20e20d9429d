import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, readJournal, writeJournal } from '@/lib/server/change/records/journal';
import { readRevision, stageRevision } from '@/lib/server/change/records/revisions';
import { recoverApply } from '@/lib/server/change/recover';
import { commitChange } from '@/lib/server/change/steps/commit';
import { readAnswers, writeAnswers } from '@/lib/server/setup/answers/setup-answers';
import { NO_SOURCES } from '@/lib/server/sources/sources';
import { freshPanel } from '../../support/panel/route-call';

const journal = (isLaunch: boolean): Journal => ({
  atMs: 1,
  revisionId: 1,
  revision: '0123456789abcdef',
  title: 'Set-up: the pipeline was launched',
  files: [],
  effects: [],
  touched: [],
  wereStopped: [],
  wereAbsent: [],
  isAdopted: false,
  states: [],
  isLaunch,
});
const now = {
  destination: { kind: 'local', url: '', username: '', secret: '' },
  sources: NO_SOURCES,
  cluster: '',
} as const;
const answeredName = async () => (await readAnswers(now)).cluster;

let panel: ReturnType<typeof freshPanel>;
beforeEach(async () => {
  panel = freshPanel();
  await writeAnswers({ destination: null, sources: null, cluster: 'attic' });
  const { revisionId: id, revision, title } = journal(true);
  await stageRevision({ id, revision, title, atMs: 1, who: 'owner', reason: null, files: [], texts: {} });
});
afterEach(() => panel.remove());

test.each([true, false])(
  'a change that counts takes the wizard’s answers along if it is a launch: %s',
  async (isLaunch) => {
    await writeJournal(journal(isLaunch));
    await commitChange(journal(isLaunch));
    expect(await readJournal()).toBeNull();
    expect(await answeredName()).toBe(isLaunch ? null : 'attic');
  },
);

test('so does the next start, where the panel was killed between the two', async () => {
  await commitChange(journal(false));
  await writeJournal(journal(true));
  expect(await answeredName()).toBe('attic');
  await recoverApply();
  expect(await readJournal()).toBeNull();
  expect(await answeredName()).toBeNull();
  expect((await readRevision(1))?.title).toBe('Set-up: the pipeline was launched');
});
