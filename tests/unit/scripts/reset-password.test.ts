import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-reset-'));
  for (const part of ['reset-password', 'lib', 'docker-compose.yml'])
    cpSync(path.join(compose, part), path.join(folder, part), { recursive: true });
  mkdirSync(path.join(folder, 'bin'));
  const docker = path.join(folder, 'bin/docker');
  writeFileSync(docker, `#!/bin/sh\n[ "$1" != run ] || { echo "$*" >${folder}/run; echo AAAAA-BBBBB; }\n`);
  chmodSync(docker, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The command, where the panel has written this into `.env`, and a docker that only notes what it is to run. */
function reset(env: string) {
  writeFileSync(path.join(folder, '.env'), env);
  const { status, stdout, stderr } = spawnSync(path.join(folder, 'reset-password'), [], {
    encoding: 'utf8',
    env: { NODE_ENV: 'test', PATH: `${folder}/bin:${process.env.PATH}` },
  });
  const file = path.join(folder, 'run');
  return { status, stdout, stderr, ran: existsSync(file) ? readFileSync(file, 'utf8') : null };
}

test('the tool runs as the owner of the folder, whatever .env says, and never as root', () => {
  const { status, stdout, ran } = reset('WEIR_IMAGE=weir:1\nWEIR_UID=0\nWEIR_GID=0\n');
  expect([status, stdout]).toEqual([0, expect.stringContaining('Setup code: AAAAA-BBBBB')]);
  const { uid, gid } = statSync(folder);
  expect(ran).toContain(`--user ${uid === 0 ? '65532:65532' : `${uid}:${gid}`} `);
});

test('an image from elsewhere is not run unasked', () => {
  const { status, stderr, ran } = reset('WEIR_IMAGE=evil/weir\n');
  expect([status, ran]).toEqual([1, null]);
  expect(stderr).toContain('names the image evil/weir (WEIR_IMAGE)');
});
