import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');

/** The arguments that docker gets. */
function argumentsOf(...command: string[]): string[] {
  const script = `set -eu
    here=${compose} me=compose/up project=pi socket=/var/run/docker.sock
    . "$here/lib/common.sh"
    for name in $ENV_NAMES; do eval "env_$name=''"; done
    env_WEIR_IMAGE=weir:1 env_WEIR_UID=1000 env_WEIR_GID=1000 env_DOCKER_GID=999 env_VMAGENT_IMAGE='a b'
    docker() { for argument in "$@"; do printf '%s\\n' "$argument"; done; }
    run_panel_tool "$@"`;
  const { PATH } = process.env;
  const options = { encoding: 'utf8', env: { NODE_ENV: 'test', PATH } } as const;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', script, 'sh', ...command], options);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.trimEnd().split('\n');
}

test('weirctl is given what was checked of .env, before its image and its command', () => {
  const args = argumentsOf('up-panel', 'one more');
  expect(args.slice(-5)).toEqual(['weir:1', 'node', 'weirctl.mjs', 'up-panel', 'one more']);
  for (const given of [
    'WEIR_IMAGE=weir:1',
    'WEIR_UID=1000',
    'DOCKER_GID=999',
    'VMAGENT_IMAGE=a b',
    'YACE_IMAGE=',
  ])
    expect(args[args.indexOf(given) - 1], given).toBe('--env');
  expect(args.slice(0, 4)).toEqual(['run', '--rm', '--network', 'none']);
});

test('it has the Docker socket only where it makes containers', () => {
  const socket = 'type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock';
  expect(argumentsOf('up-panel')).toEqual(expect.arrayContaining(['--group-add', '999', '--mount', socket]));
  const args = argumentsOf('reset-password');
  expect(args.slice(-4)).toEqual(['weir:1', 'node', 'weirctl.mjs', 'reset-password']);
  expect(args).not.toContain(socket);
  expect(args).not.toContain('--group-add');
});
