// What making a backup takes of the panel's memory, as the difference in one run: npm run bench:backup (needs root and a
// build; no engine).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BackupView, RecoveryKey } from '@/lib/schemas/backup/backup';
import { startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import { freePort } from '../support/run/ports.ts';
import { runDir } from '../support/run/run-dir.ts';
import { copyCompose } from '../support/stack/stack.ts';
import { asShipped } from './as-shipped.ts';
import { memoryOf } from './processes.ts';

const MOST_MB = 40;
const LOOK_MS = 10;
const REST_MS = 10_000;
const ROUNDS = 5;

const stateDir = runDir('bench', 'backup');
const stackDir = path.join(stateDir, 'stack');
copyCompose(stackDir);
mkdirSync(path.join(stackDir, 'backups'), { recursive: true });
const shipped = asShipped();
const env = {
  ...shipped.env,
  WEIR_STATE_DIR: stateDir,
  WEIR_STACK_DIR: stackDir,
  DOCKER_HOST: `unix://${path.join(stateDir, 'no-engine.sock')}`,
};
const panel = await startPanel({ stateDir, ports: { WEIR_PORT: await freePort() }, env }, shipped);
await panel.claim();
await panel.json<BackupView>('GET', '/api/backup');
await sleep(REST_MS);
const before = memoryOf(panel.pid).anonMb;

/** The most while it works, above what was there before all. */
async function mostOf(work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, memoryOf(panel.pid).anonMb - before);
      await sleep(LOOK_MS);
    }
  })();
  await work();
  isOver = true;
  await watching;
  return most;
}

const { recoveryKey } = await panel.json<RecoveryKey>('POST', '/api/backup/key', {});
await panel.json('PUT', '/api/backup/key', { proof: recoveryKey });

async function store(): Promise<void> {
  const { taskId } = await panel.json<{ taskId: string }>('POST', '/api/backup', {});
  for (;;) {
    const { state, error } = await panel.json<{ state: string; error: unknown }>(
      'GET',
      `/api/tasks/${taskId}`,
    );
    if (state === 'failed') throw new Error(JSON.stringify(error));
    if (state !== 'running') return;
    await sleep(LOOK_MS);
  }
}
const locked = (passphrase: string | null) => panel.json('POST', '/api/backup/download', { passphrase });

const said = (name: string, most: number) =>
  console.log(
    `${name}: at most +${most.toFixed(1)} MB (at most +${MOST_MB}: ${most <= MOST_MB ? 'met' : 'MISSED'})`,
  );
const repeated = (work: () => Promise<unknown>) => async () => {
  for (let round = 0; round < ROUNDS; round += 1) await work();
};
said(`${ROUNDS} backups in the folder`, await mostOf(repeated(store)));
said('a download by the recovery key', await mostOf(() => locked(null)));
said('a download by a passphrase', await mostOf(() => locked('frogs between the lilies')));
await sleep(REST_MS);
console.log(`Kept ten seconds later: ${(memoryOf(panel.pid).anonMb - before).toFixed(1)} MB.`);
await panel.stop();
