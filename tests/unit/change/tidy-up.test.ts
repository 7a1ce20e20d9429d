import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recoverApply } from '@/lib/server/change/recover';
import { unsettledReason } from '@/lib/server/change/state';
import { lockFolder } from '@/lib/server/files/state/folder-lock';
import { freshPanel } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

const leftovers = vi.hoisted(() => ({ removed: 0 }));
vi.mock('@/lib/server/compose/run-once', () => ({
  removeLeftovers: async () => {
    leftovers.removed += 1;
  },
}));

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
  leftovers.removed = 0;
});
afterEach(() => panel.remove());

test('what another program is just working with is not tidied up as the rest of a killed one', async () => {
  const file = path.join(panel.stateDir, '.weir-0123456789ab.tmp');
  writeFileSync(file, 'half of a file');
  // As compose/up has it, beside the panel.
  const release = lockFolder('stack');
  await recoverApply();
  expect(existsSync(file)).toBe(true);
  expect(leftovers.removed).toBe(0);
  release?.();
  await waitFor('the end of it', () => unsettledReason() === null && !existsSync(file));
  expect(leftovers.removed).toBe(1);
});
