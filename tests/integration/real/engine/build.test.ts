import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { serviceNames } from '@/lib/pipeline/components';
import { isBuildable } from '@/lib/pipeline/records';
import { type BuildProgress, buildImage, canBuild } from '@/lib/server/docker/images/build';
import { AppError } from '@/lib/server/errors';
import { forgetProcessState } from '../../../support/panel/route-call';
import { type Engine, ensureEngine, startSecondEngine } from '../../../support/stack/engine';
import { builderImage, copyImage } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

// Compilers and downloads on a machine that is busy.
vi.setConfig({ testTimeout: 1_800_000 });

let first: Engine;
let engine: Engine;
let stack: TempStack;
let builder: string;

// An engine of its own: a new image under a name that other tests' containers run would make those look old.
beforeAll(async () => {
  first = await ensureEngine();
  engine = await startSecondEngine();
  stack = await tempStack({ engine, name: 'build' });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
});
afterAll(async () => {
  await stack?.remove();
  await engine?.remove();
});

const pristine = new Map<string, string>();
function edit(file: string, from: RegExp, to: string): void {
  const text = stack.read(file);
  if (!pristine.has(file)) pristine.set(file, text);
  expect(text).toMatch(from);
  stack.write(file, text.replace(from, to));
}
afterEach(() => {
  for (const [file, text] of pristine) stack.write(file, text);
});

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`no AppError: ${error}`);
}

async function expectNothingLeft(): Promise<void> {
  expect(await engine.docker('ps', '-aq')).toBe('');
  expect(await engine.docker('image', 'ls', '-q', '--filter', 'label=weir.build')).toBe('');
}

test('without what images are built on, it says so and what makes it', async () => {
  const answer = await canBuild('yace');
  expect(answer).toMatchObject({ can: false, why: expect.stringContaining('compose/images/build builder') });
  expect((await failure(buildImage('yace'))).code).toBe('image-missing');
  expect(await canBuild('weir')).toMatchObject({ can: false });
  expect(await canBuild('../node')).toMatchObject({ can: false });
});

test('with it, every service of the stack but the panel can be built', async () => {
  builder = await builderImage(first);
  await copyImage(builder, first, engine);
  for (const service of serviceNames.filter(isBuildable))
    expect(await canBuild(service)).toEqual({ can: true });
});

test('a build that is cancelled half-way ends at once and leaves nothing', async () => {
  const stop = new AbortController();
  const onProgress = ({ stepsDone }: BuildProgress) => stepsDone === 2 && stop.abort(new Error('not wanted'));
  edit('images/shared/unpack', /^step 3/m, 'step 3/3 Waiting\nsleep 600\nstep 3');
  await expect(buildImage('vmagent', { signal: stop.signal, onProgress })).rejects.toThrow('not wanted');
  await expectNothingLeft();
  expect(await engine.docker('image', 'ls', '-q', 'weir-local/vmagent')).toBe('');
});

test('each stage of a build carries its name, so that another build never gets one that is gone a moment later', async () => {
  const stop = new AbortController();
  const unfinished = (...more: string[]) =>
    engine.docker('image', 'ls', '-aq', '--filter', 'dangling=true', ...more);
  let seen: Promise<string[]> = Promise.resolve([]);
  const onProgress = ({ stepsDone }: BuildProgress) => {
    if (stepsDone !== 2) return;
    const lists = [
      unfinished(),
      unfinished('--filter', 'label=weir.build'),
      unfinished('--filter', 'label=weir.build=by-hand'),
    ];
    seen = Promise.all(lists).finally(() => stop.abort(new Error('seen')));
  };
  edit('images/vmagent/Dockerfile', /unpack usr\/bin\/vmagent vmagent-prod/, '$& && sleep 600');
  await expect(buildImage('vmagent', { signal: stop.signal, onProgress })).rejects.toThrow('seen');
  const [all, labelled, byHand] = await seen;
  expect(all).not.toBe('');
  expect(labelled).toBe(all);
  expect(byHand).toBe('');
});

test('a build with no way to the internet says that, and not only that a command failed', async () => {
  edit(
    'images/vmagent/Dockerfile',
    /^RUN /m,
    'RUN rm -rf /var/lib/weir-apt && echo nameserver 127.0.0.1 >/etc/resolv.conf && ',
  );
  const error = await failure(buildImage('vmagent'));
  expect(error.code).toBe('image-missing');
  expect(error.message).toContain('package list');
  expect(error.hint).toContain('internet');
  await expectNothingLeft();
});

test('a package that Debian does not have is named', async () => {
  edit('images/vmagent/Dockerfile', /victoria-metrics /, 'no-such-package ');
  const error = await failure(buildImage('vmagent'));
  expect(error.message).toContain('no-such-package');
  expect(error.hint).toContain('Update Weir');
  await expectNothingLeft();
});

test('an image that cannot build is told apart from a recipe that fails', async () => {
  const bare = 'weir-test/bare-builder:1';
  const id = await engine.docker('create', '--entrypoint', '/bin/true', builder);
  await engine.docker('commit', '-c', 'LABEL weir.builder=1', '-c', 'ENV PATH=/nowhere', id, bare);
  await engine.docker('rm', id);
  const error = await failure(buildImage('vmagent'));
  await engine.docker('image', 'rm', bare);
  expect(error.hint).toContain('compose/images/build --fresh node');
  await expectNothingLeft();
});

/** As much of cAdvisor's modules as it takes to compile for a while; the whole is compiled for the other tests. */
const SMALL_PROGRAM = `package main

import (
	"flag"
	"fmt"

	_ "github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/google/cadvisor/lib/version"
)

func main() {
	flag.Bool("version", false, "")
	flag.Parse()
	fmt.Println("cAdvisor version", version.Info["version"])
}
`;

test('builds the program of a Go module by its recipe, tells how far it is, and leaves nothing but the image', async () => {
  edit('images/cadvisor/main.go', /^[\s\S]*$/, SMALL_PROGRAM);
  const seen: BuildProgress[] = [];
  const image = await buildImage('cadvisor', { onProgress: (progress) => seen.push(progress) });
  expect(image).toMatch(/^weir-local\/cadvisor:0\.60\.\d+$/);
  expect(await engine.docker('run', '--rm', image, '-version')).toBe(
    `cAdvisor version v${image.slice(image.indexOf(':') + 1)}`,
  );
  expect([...new Set(seen.map(({ stepsDone }) => stepsDone))]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(seen.map(({ words }) => words)).toContainEqual(
    expect.stringMatching(/^Compiling: \d+ of \d+ packages$/),
  );
  await expectNothingLeft();
});
