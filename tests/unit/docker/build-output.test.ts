import { expect, test } from 'vitest';
import { BuildOutput } from '@/lib/server/docker/images/build-output';
import type { AppError } from '@/lib/server/errors';

function failed(
  lines: string[],
  engineWords = "The command '/bin/sh -c x' returned a non-zero code: 1",
): AppError {
  const output = new BuildOutput();
  for (const line of lines) output.read({ stream: `${line}\n` }, 'yace');
  try {
    output.read({ error: engineWords }, 'yace');
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was thrown');
}

test('a step of the recipe is told as soon as its line is whole', () => {
  const output = new BuildOutput();
  expect(output.read({ stream: 'Step 8/12 : RUN sh /recipe/go\n' }, 'yace')).toEqual([]);
  expect(output.read({ stream: '== 4/5 Compiling: 20 of' }, 'yace')).toEqual([]);
  const progress = output.read({ stream: ' 410 packages\n' }, 'yace');
  expect(progress).toEqual([{ words: 'Compiling: 20 of 410 packages', stepsDone: 3, steps: 5 }]);
});

test('each step is told, also where one message brings several', () => {
  const progress = new BuildOutput().read(
    { stream: '== 1/2 Fetching\n== 2/2 Putting it together\n' },
    'yace',
  );
  expect(progress.map(({ stepsDone }) => stepsDone)).toEqual([0, 1]);
});

test('the image is the last one that the engine names', () => {
  const output = new BuildOutput();
  output.read({ aux: { ID: 'sha256:1' } }, 'yace');
  output.read({ aux: { ID: 'sha256:2' } }, 'yace');
  expect(output.imageId).toBe('sha256:2');
});

test.each([
  ['no network', ["E: Failed to fetch http://x  Temporary failure resolving 'deb.debian.org'"], /internet/],
  ['a name that nothing resolves', ['dial tcp: lookup modules.example.net: no such host'], /internet/],
  ['a wrong clock', ['E: Release file for http://x is not valid yet'], /clock/],
  ['a package that is gone', ['E: Unable to locate package golang-go'], /Update Weir/],
  ['too little memory', ['ec2: /usr/lib/go/compile: signal: killed'], /memory/],
  ['what cannot build', ['/bin/sh: 1: apt-get: not found'], /build --fresh node/],
  ['anything else', ['main.go:3: syntax error'], /Try again/],
])('a build that fails for %s says what to do', (_kind, lines, hint) => {
  const error = failed(['Step 8/12 : RUN sh', ' ---> Running in 0123', ...lines]);
  expect(error.code).toBe('image-missing');
  expect(error.message).toContain(lines[0]);
  expect(error.message).not.toContain('Running in');
  expect(error.hint).toMatch(hint);
});

test('a full disk is told as one, whichever step met it', () => {
  expect(failed(['dpkg-deb: error: write error (No space left on device)']).code).toBe('disk-full');
});

test('what a build prints is cleaned and cut, however long and in whatever pieces it comes', () => {
  const error = failed([`\u001b[31mred\u0007 ${'x'.repeat(100_000)}`]);
  expect(error.message).toContain('red x');
  expect(error.message).not.toContain('\u001b');
  expect(error.message.length).toBeLessThan(800);
  const output = new BuildOutput();
  for (let i = 0; i < 2_000; i++) output.read({ stream: 'y'.repeat(1_000) }, 'yace');
  expect(output.failure('yace', 'ended').message).toContain('ended');
});
