import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readJournal } from '@/lib/server/change/records/journal';
import { recoverApply } from '@/lib/server/change/recover';
import { assertSettled } from '@/lib/server/change/state';
import { putStatesBack } from '@/lib/server/change/steps/states';
import { writeAllOrNone } from '@/lib/server/change/write';
import { writeState, writeStateTexts } from '@/lib/server/files/state/state-store';
import { bundled } from '../../support/panel/bundle';
import { forgetProcessState } from '../../support/panel/route-call';
import { run, waitFor } from '../../support/run/exec';

const files = [
  { id: 'env', before: 'A=1\n', after: 'A=2\n' },
  { id: 'vmagent-config', before: null, after: 'global: {}\n' },
] as const;
let dir = '';
const read = (name: string) => readFileSync(path.join(dir, name), 'utf8');

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-launch-write-'));
  vi.stubEnv('WEIR_STACK_DIR', dir);
  vi.stubEnv('WEIR_STATE_DIR', path.join(dir, '.weir'));
  vi.stubEnv('WEIR_LOG_LEVEL', 'silent');
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  forgetProcessState();
  writeFileSync(path.join(dir, '.env'), 'A=1\n', { mode: 0o600 });
});
afterEach(() => {
  vi.unstubAllEnvs();
  forgetProcessState();
  rmSync(dir, { recursive: true });
});

test('what a launch writes is there, and no trace of how', async () => {
  await writeAllOrNone('Launch', [...files]);
  expect(read('.env')).toBe('A=2\n');
  expect(read('config/vmagent/prometheus.yml')).toBe('global: {}\n');
  expect(await readJournal()).toBeNull();
});

test('killed between two files, it leaves what the next start puts back before anything else', async () => {
  const program = await bundled(
    'launch-write',
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { writeAllOrNone } from '@/lib/server/change/write';
    const { rename } = fs.promises;
    fs.promises.rename = (from, to) =>
      String(to).endsWith('prometheus.yml') ? process.kill(process.pid, 'SIGKILL') : rename(from, to);
    syncBuiltinESMExports();
    await writeAllOrNone('Launch', ${JSON.stringify(files)});`,
  );
  const { code } = await run(process.execPath, [program], { env: process.env });
  expect(code).not.toBe(0);
  expect(read('.env')).toBe('A=2\n');
  expect((await readJournal())?.title).toBe('Launch');

  await recoverApply();
  expect(read('.env')).toBe('A=1\n');
  expect(() => read('config/vmagent/prometheus.yml')).toThrow('ENOENT');
  // The services are looked at when the engine is there; until then nothing else begins.
  await waitFor('the reason', () => {
    expect(() => assertSettled()).toThrow('“Launch” was cut short');
    return true;
  });
});

const states = [
  ['alert-rules', '{ "off": [], "limits": {} }\n'],
  ['updates', '{ "soakDays": 3 }\n'],
] as const;

test.each([
  ['before the first state', 'rename', 'alert-rules.json'],
  ['between two states', 'rename', 'updates.json'],
  ['when all is written and nothing counts yet', 'rm', 'apply.json'],
])('killed %s, the panel’s own states go back with the files', async (at, call, file) => {
  await writeState('alert-rules', { off: ['WeirDrift'], limits: {} });
  const earlier = read('.weir/alert-rules.json');
  const program = await bundled(
    `states-${call}-${file}`,
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { writeAllOrNone } from '@/lib/server/change/write';
    const { ${call} } = fs.promises;
    fs.promises.${call} = (...args) =>
      args.some((arg) => String(arg).endsWith('${file}')) ? process.kill(process.pid, 'SIGKILL') : ${call}(...args);
    syncBuiltinESMExports();
    await writeAllOrNone('Restore', ${JSON.stringify(files)}, new Map(${JSON.stringify(states)}));`,
  );
  expect((await run(process.execPath, [program], { env: process.env })).code).not.toBe(0);
  expect(read('.env')).toBe('A=2\n');
  expect(read('.weir/alert-rules.json') === earlier).toBe(at === 'before the first state');

  await recoverApply();
  expect(read('.env')).toBe('A=1\n');
  expect(read('.weir/alert-rules.json')).toBe(earlier);
  expect(() => read('.weir/updates.json')).toThrow('ENOENT');
});

test('a state that somebody saved since stays when the rest goes back', async () => {
  await writeStateTexts(new Map(states));
  await writeState('updates', { soakDays: 9 });
  await putStatesBack({ states: states.map(([name, after]) => ({ name, before: null, after })) });
  expect(JSON.parse(read('.weir/updates.json'))).toEqual({ soakDays: 9 });
  expect(() => read('.weir/alert-rules.json')).toThrow('ENOENT');
});

test('a file that cannot be written leaves all as they were', async () => {
  writeFileSync(path.join(dir, 'config'), 'a file where the folder should be');
  await expect(writeAllOrNone('Launch', [...files])).rejects.toThrow();
  expect(read('.env')).toBe('A=1\n');
  expect(await readJournal()).toBeNull();
});
