import { existsSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustRun } from '../../../support/run/exec';
import { type Clone, cloneRepository } from '../../../support/stack/clone';

let clone: Clone;
let env: Clone['env'];
let command: Clone['command'];
let file: Clone['file'];
beforeAll(async () => {
  clone = await cloneRepository('up-refusals');
  ({ env, command, file } = clone);
});
afterAll(() => clone.remove());

describe('what it refuses, before anything is changed', () => {
  afterAll(() => expect(existsSync(file('.env'))).toBe(false));

  test('a port that another program has', async () => {
    const server = net.createServer().listen(Number(env.WEIR_PORT), '127.0.0.1');
    const { code, stderr } = await command('up');
    server.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`port ${env.WEIR_PORT} is taken`);
    expect(stderr).toMatch(/Fix: WEIR_PORT=\d+ /);
  });

  test.each([
    ['a disk with too little room', { WEIR_MIN_FREE_MB: '999999999' }, /Weir needs 999999999/],
    ['an engine on another machine', { DOCKER_HOST: 'tcp://192.0.2.1:2375' }, /Fix: unset DOCKER_HOST/],
    [
      'a socket where no engine answers',
      { DOCKER_HOST: 'unix:///nonexistent.sock' },
      /no Docker Engine answers/,
    ],
    ['a port that is no number', { WEIR_PORT: 'http' }, /which is no port number/],
  ])('%s', async (_, extra, words) => {
    const { code, stderr } = await command('up', [], extra);
    expect(stderr).toMatch(words);
    expect(stderr).toContain('Fix: ');
    expect(code).toBe(1);
  });

  test('an option that it does not know', async () => {
    expect((await command('up', ['--force'])).code).toBe(2);
  });
});

test('the scripts are plain POSIX shell', async () => {
  for (const name of ['up', 'down', 'reset-password', 'images/build']) {
    await mustRun('dash', ['-n', file(name)]);
  }
});
