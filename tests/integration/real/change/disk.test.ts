import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newestRevision } from '@/lib/server/change/records/revisions';
import { recoverApply } from '@/lib/server/change/recover';
import { readStackTexts } from '@/lib/server/stack/stack-texts';
import { applied, variables } from '../../../support/panel/apply';
import { forgetProcessState } from '../../../support/panel/route-call';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const PAGE = 4096;
let stack: TempStack;
let folder = '';

beforeAll(async () => {
  stack = await tempStack({ name: 'disk' });
  folder = mkdtempSync(path.join(tmpdir(), 'weir-apply-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  for (const name of ['docker-compose.yml', '.env', 'config']) {
    cpSync(path.join(stack.dir, name), path.join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  const env = {
    WEIR_STACK_DIR: folder,
    WEIR_STATE_DIR: path.join(folder, '.weir'),
    WEIR_LOG_LEVEL: 'silent',
  };
  Object.assign(process.env, stack.env, env);
  forgetProcessState();
  await recoverApply();
});
afterAll(async () => {
  execFileSync('umount', [folder]);
  rmdirSync(folder);
  await stack?.remove();
});

test('a disk that is full at any of the writes leaves everything as it was, and with room the change is made', async () => {
  const filler = path.join(folder, 'filler');
  const outcomes = new Set<string>();
  let round = 0;
  for (let free = 0; free < 40; free++) {
    writeFileSync(filler, '');
    fillUp(filler, free);
    const before = await readStackTexts();
    // Long enough to need pages of its own, in the journal, in the revision and in the file.
    const value = `${round++}-${'x'.repeat(3 * PAGE)}`;
    const task = await applied(variables({ NOTE: value })).catch((error: Error & { code?: string }) => error);
    const state =
      'state' in task
        ? `${task.state} ${task.steps.findLast(({ state: s }) => s === 'failed')?.id ?? ''}`
        : 'refused';
    outcomes.add(state);
    rmSync(filler);
    const after = await readStackTexts();
    const isMade = state.startsWith('succeeded');
    expect(after.revision === before.revision, state).toBe(!isMade);
    expect(readFileSync(path.join(folder, '.env'), 'utf8').includes(value)).toBe(isMade);
    expect((await newestRevision())?.revision).toBe(after.revision);
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /\.tmp$|apply\.json|revision-draft|candidate/.test(name))).toEqual([]);
    if (!isMade && 'error' in task) expect(task.error?.code).toBe('disk-full');
  }
  expect([...outcomes].sort()).toEqual(['failed write', 'succeeded ']);
});

/** Leaves that many pages of the disk. */
function fillUp(filler: string, pages: number): void {
  const free = Number(execFileSync('stat', ['-f', '-c', '%f', folder], { encoding: 'utf8' }));
  writeFileSync(filler, Buffer.alloc(Math.max(0, free - pages) * PAGE));
}
