import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureImage } from '@/lib/server/docker/images/pull';
import { askRegistry } from '@/lib/server/docker/images/registry';
import { imageSource } from '@/lib/server/images/image-source';
import { type FakeRegistry, startFakeRegistry } from '../../../support/fakes/fake-registry';
import { forgetProcessState } from '../../../support/panel/route-call';
import { ensureEngine } from '../../../support/stack/engine';

let registry: FakeRegistry;

beforeAll(async () => {
  process.env.DOCKER_HOST = (await ensureEngine()).host;
  forgetProcessState();
  registry = await startFakeRegistry();
});
afterAll(() => registry?.stop());

const named = (name: string) => `${registry.host}/${name}:1`;

test.each([
  ['private', /has no image of that name, or gives it out only with an account\.$/],
  ['unknown', /has no image of that name\.$/],
  ['busy', /takes no more requests from this connection for now\. Try again in some hours\.$/],
  ['broken', /does not answer as it should\. Look at the internet connection, or try later\.$/],
  ['cut', /does not answer as it should\. Look at the internet connection, or try later\.$/],
  ['silent', /does not answer as it should\. Look at the internet connection, or try later\.$/],
])('a registry that is %s is told in words that name it', async (name, words) => {
  const answer = await askRegistry(named(name));
  expect(answer).toMatchObject({ has: false, why: expect.stringMatching(words) });
  expect('why' in answer && answer.why.startsWith(registry.host)).toBe(true);
});

test('where nothing listens, the registry is named and not the engine', async () => {
  expect(await askRegistry('127.0.0.1:9/nobody/here:1')).toEqual({
    has: false,
    why: '127.0.0.1:9 does not answer as it should. Look at the internet connection, or try later.',
  });
});

test.each(['weir-local/yace:9.9.9', '../../etc:1', 'x/../../info:1', 'a b', 'name?x=1'])(
  'no registry is asked for %s',
  async (name) => {
    expect(await askRegistry(name)).toMatchObject({ has: false });
  },
);

test('an image that is made on this machine is never pulled: under that name a registry could give anything', async () => {
  await expect(ensureImage('weir-local/not-there:1')).rejects.toMatchObject({
    code: 'image-missing',
    message: 'The image weir-local/not-there:1 is not here, and no registry has it.',
  });
});

test('an image that is named with tag and digest is looked up and pulled by its digest, whatever the tag is now', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const image = `${named('unknown')}@${digest}`;
  expect(await askRegistry(image)).toMatchObject({ has: false });
  expect(registry.askedFor()).toBe(digest);
  await askRegistry(named('unknown'));
  expect(registry.askedFor()).toBe('1');
  await expect(ensureImage(image)).rejects.toMatchObject({ code: 'image-missing' });
  expect(registry.askedFor()).toBe(digest);
});

test('questions at the same time are one, and an answer holds for a while unless a fresh one is asked for', async () => {
  const wish = { service: 'yace', image: named('unknown'), isChosen: true } as const;
  const before = registry.asked();
  await Promise.all([imageSource(wish), imageSource(wish), imageSource(wish)]);
  await imageSource(wish);
  const once = registry.asked() - before;
  await imageSource(wish, { isFresh: true });
  expect(registry.asked() - before).toBe(2 * once);
  expect(await imageSource(wish)).toEqual({
    from: 'nowhere',
    why: `${registry.host} has no image of that name. It is the image that YACE_IMAGE in compose/.env names.`,
  });
});
