import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readUpdates, startUpdate } from '@/lib/server/updates/updates';
import { putBackNow } from '@/lib/server/updates/watched';
import { ended } from '../../../support/panel/apply';
import { startUpdateStack, type UpdateStack } from '../../../support/updates/update-stack';

let world: UpdateStack;

/** vmagent judges its file first, and then begins. */
const isTry = 'case "$*" in *dryRun*) exec "$@";; esac;';

beforeAll(async () => {
  world = await startUpdateStack('updates', {
    vmagent: [
      ['v1.1.0'],
      ['v1.2.0'],
      ['v2.0.0-dies', `${isTry} "$@" & /busybox sleep 15; exit 7`],
      [
        'v2.0.0-keeps',
        `${isTry} for a in "$@"; do shift; case $a in -remoteWrite.url=*) a=-remoteWrite.url=http://127.0.0.1:9/;; esac; set -- "$@" "$a"; done; exec "$@"`,
      ],
    ],
    'node-exporter': [],
  });
});
afterAll(() => world?.remove());
beforeEach(() => world.registry.breakOff(false));

test('a good version is pulled, runs, delivers, and counts; a download that broke off before changes nothing', async () => {
  const { stack, registry, updated, imageNamed, imageRun } = world;
  const before = await world.state('vmagent');
  registry.breakOff(true);
  expect((await updated('vmagent', { tag: 'v1.1.0' })).error?.code).toBe('image-missing');
  await world.expectBack('vmagent', before);
  registry.breakOff(false);
  const task = await updated('vmagent', { tag: 'v1.1.0' });
  expect(task.error).toBeNull();
  expect(task.title).toBe('vmagent: v1.0.0 → v1.1.0');
  expect(task.outcome).toMatch(/taken by the destination, 2 of 2 targets up, .*nothing dropped\.$/);
  expect(world.named('vmagent')).toBe(`${registry.host}/vmagent:v1.1.0`);
  expect(await imageRun('vmagent')).toBe(await imageNamed(`${registry.host}/vmagent:v1.1.0`));
  // The way back is kept under a name of its own.
  expect(await imageNamed(`weir-kept/vmagent:${stack.project}`)).toBe(
    await imageNamed(`${registry.host}/vmagent:v1.0.0`),
  );
  const { services } = await readUpdates();
  expect(services.find(({ service }) => service === 'vmagent')).toMatchObject({
    version: 'v1.1.0',
    digest: expect.stringMatching(/^sha256:/),
    from: 'registry',
    closed: null,
    goesBackTo: null,
  });
});

describe('a bad version goes back by itself', () => {
  test.each([
    ['one that dies', 'v2.0.0-dies', /vmagent (ended by itself|stops again and again|stopped with)/],
    ['one that runs and delivers nothing', 'v2.0.0-keeps', /^The destination has taken no sample since/],
  ])('%s', async (_what, tag, words) => {
    const before = await world.state('vmagent');
    const task = await world.updated('vmagent', { tag });
    expect(task.error?.message).toMatch(words);
    expect(task.error?.message).toContain('Everything is as it was before.');
    await world.expectBack('vmagent', before);
  });
});

test('a version that no registry has changes nothing', async () => {
  const before = await world.state('vmagent');
  const task = await world.updated('vmagent', { tag: 'v9.9.9' });
  expect(task.error?.code).toBe('image-missing');
  await world.expectBack('vmagent', before);
});

test('a destination that goes away meanwhile is not the version’s fault: it goes back, unjudged', async () => {
  const { destination, updated } = world;
  const before = await world.state('vmagent');
  let gone = Promise.resolve();
  const task = await updated('vmagent', {
    tag: 'v1.2.0',
    onWatch: () => {
      gone = destination.set('outage');
    },
  });
  await gone;
  await destination.set('accept');
  expect(task.error?.message).toMatch(
    /^The update could not be judged, since the destination takes nothing: .*Everything is as it was before\.$/,
  );
  await world.expectBack('vmagent', before);
});

test('put back now: the earlier version is back, without any network, and that is no failure', async () => {
  const before = await world.state('vmagent');
  const body = { service: 'vmagent', tag: 'v1.2.0', isQuick: false, maySeriesDiffer: true };
  const request = new Request('http://localhost', { headers: { 'if-match': '*' } });
  const { taskId } = await startUpdate({ body, request } as Parameters<typeof startUpdate>[0]);
  const going: (string | null | undefined)[] = [];
  const stop = world.whenWatched(async () => {
    await world.registry.stop();
    putBackNow();
    expect(() => putBackNow()).not.toThrow();
    const { services } = await readUpdates();
    going.push(services.find(({ service }) => service === 'vmagent')?.goesBackTo);
  });
  const task = await ended(taskId).finally(stop);
  expect(task.error).toEqual({
    code: 'given-up',
    message: 'You asked for the earlier version. Everything is as it was before.',
    hint: null,
  });
  expect(task.isPutBack).toBe(true);
  expect(going).toEqual(['v1.1.0']);
  await world.expectBack('vmagent', before);
});
