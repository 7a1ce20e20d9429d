import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startOrder } from '@/lib/pipeline/components';
import { type ReleaseList, releaseListSchema } from '@/lib/schemas/updates/releases';
import { readReference } from '@/lib/server/docker/images/reference';
import { compareVersions } from '@/lib/server/updates/version';

const compose = path.resolve(import.meta.dirname, '../../../compose');
const list: ReleaseList = releaseListSchema.parse(
  JSON.parse(readFileSync(path.join(compose, 'releases.json'), 'utf8')),
);
const composeText = readFileSync(path.join(compose, 'docker-compose.yml'), 'utf8');
/** The images that docker-compose.yml names where nobody chose another. */
const shipped = [...composeText.matchAll(/^ {4}image: \$\{(\w+)_IMAGE:-(\S+)\}$/gm)]
  .filter(([, variable]) => variable !== 'WEIR')
  .map(([, , image = '']) => readReference(image));

test('the list has each image of docker-compose.yml once, with the version that ships', () => {
  expect(shipped).toHaveLength(startOrder.length);
  expect(list.images.map(({ repository }) => repository).toSorted()).toEqual(
    shipped.map(({ repository }) => repository).toSorted(),
  );
  for (const { repository, tag, digest } of shipped) {
    const versions = list.images.find((image) => image.repository === repository)?.versions ?? [];
    const own = versions.find(({ version }) => version === tag);
    expect(own, `${repository}:${tag}`).toBeDefined();
    expect(own?.bad).toBeUndefined();
    if (digest !== null) expect(own?.digests?.index).toBe(digest);
  }
});

test('each version of the list is one that can be compared, and there once', () => {
  for (const { repository, versions } of list.images) {
    const names = versions.map(({ version }) => version);
    expect(new Set(names).size, repository).toBe(names.length);
    for (const name of names) expect(compareVersions(name, name), `${repository}:${name}`).toBe(0);
  }
});

test('no version is from after the list, and what one needs is in it', () => {
  const known = list.images.map(({ repository }) => repository);
  for (const { released, needs = {} } of list.images.flatMap(({ versions }) => versions)) {
    expect((released ?? list.date) <= list.date).toBe(true);
    for (const repository of Object.keys(needs)) expect(known).toContain(repository);
  }
});

test.each([
  ['without a version', { images: [{ repository: 'a/b', versions: [] }] }],
  ['a digest that is none', { images: [imageWith({ digests: { index: 'sha256:abc' } })] }],
  ['a day that is none', { images: [imageWith({ released: '2026-02-30' })] }],
  ['a field that is not known', { images: [imageWith({ size: 1 })] }],
  ['without notes', { images: [imageWith({ notes: '' })] }],
])('a list is refused: %s', (_what, wrong) => {
  expect(releaseListSchema.safeParse({ date: '2026-11-30', ...wrong }).success).toBe(false);
});

function imageWith(more: object) {
  return { repository: 'a/b', versions: [{ version: 'v1.0.0', notes: 'It is new.', ...more }] };
}
