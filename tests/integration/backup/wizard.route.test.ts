import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { POST as restore } from '@/app/api/wizard/restore/route';
import { GET as readWizard } from '@/app/api/wizard/route';
import type { WizardState } from '@/lib/schemas/wizard';
import { makeArchive } from '@/lib/server/backup/archive';
import { openBackup, receiveBackup } from '@/lib/server/backup/restore-holder';
import { setEnv } from '@/lib/server/files/env/env-file';
import { writeStackFiles } from '@/lib/server/files/file-store';
import { writeProgress } from '@/lib/server/setup/answers/setup-answers';
import { claim, type Owner } from '../../support/panel/panel-client';
import { freshStack } from '../../support/panel/route-call';

const passphrase = 'frogs between the lilies';
const URL = 'https://prometheus-prod-13-prod-us-east-0.grafana.net/api/prom/push';
const shipped = (name: string) => readFileSync(path.join('compose', name), 'utf8');

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
beforeEach(async () => {
  stack = freshStack();
  owner = await claim();
});
afterEach(() => stack.remove());

const passwordHash = () =>
  JSON.parse(readFileSync(path.join(stack.stateDir, 'auth.json'), 'utf8')).passwordHash as string;
const text = (name: string) => readFileSync(path.join(stack.dir, name), 'utf8');

/** A backup of a Pi that sends to Grafana Cloud. */
async function ofAnotherPi(): Promise<Uint8Array> {
  const env = setEnv(shipped('.env.example'), {
    WEIR_DESTINATION: 'grafana-cloud',
    REMOTE_WRITE_URL: URL,
    REMOTE_WRITE_USERNAME: '123456',
    REMOTE_WRITE_TOKEN: 'glc_of_the_attic',
    COMPOSE_PROFILES: 'system',
    WEIR_UID: '4711',
  });
  const config = shipped('config.example/vmagent/prometheus.yml').replace('raspberrypi', 'pi-attic');
  await writeStackFiles([
    { id: 'env', text: env },
    { id: 'vmagent-config', text: config },
  ]);
  return (await makeArchive({ passphrase })).content;
}

/** A new Pi, with an owner who has just come. */
async function newPi(): Promise<void> {
  stack.remove();
  stack = freshStack();
  writeFileSync(path.join(stack.dir, '.env'), shipped('.env.example'), { mode: 0o600 });
  owner = await claim();
}

async function take(content: Uint8Array, cluster: string): Promise<WizardState> {
  const { id } = receiveBackup(content);
  await openBackup(id, { secret: passphrase });
  return owner.call<WizardState>(restore, { method: 'POST', body: { id, cluster } });
}

test('a backup answers all questions of the wizard, and the review follows', async () => {
  const content = await ofAnotherPi();
  const then = passwordHash();
  await newPi();
  expect(passwordHash()).not.toBe(then);
  const state = await take(content, 'pi-attic');
  expect(state).toMatchObject({
    step: 'review',
    isComplete: false,
    cluster: 'pi-attic',
    destination: { kind: 'grafana-cloud', username: '123456', secret: { isSet: true } },
    sources: { pi: { enabled: true }, containers: { enabled: false } },
  });
  expect(text('.env')).toContain('REMOTE_WRITE_TOKEN=glc_of_the_attic');
  expect(text('.env')).toContain('WEIR_UID=1000');
  expect(text('config/vmagent/prometheus.yml')).toContain('cluster: pi-attic');
  expect(readFileSync(path.join(stack.stateDir, 'setup-draft.json'), 'utf8')).not.toContain('glc_');
  // The password of the backup, and the session of now.
  expect(passwordHash()).toBe(then);
  expect((await owner.call<WizardState>(readWizard)).step).toBe('review');
});

test('as another Pi it has a name of its own', async () => {
  const content = await ofAnotherPi();
  await newPi();
  expect((await take(content, 'pi-cellar')).cluster).toBe('pi-cellar');
  expect(text('config/vmagent/prometheus.yml')).toContain('cluster: pi-cellar');
});

test('where a pipeline was set up, the wizard takes no backup', async () => {
  const content = await ofAnotherPi();
  await newPi();
  await writeProgress({ launchedAtMs: 1 });
  const before = text('.env');
  await expect(take(content, 'pi-attic')).rejects.toThrow(/already-claimed/);
  expect([text('.env'), existsSync(path.join(stack.stateDir, 'setup-draft.json'))]).toEqual([before, false]);
});
