import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readReference } from '@/lib/server/docker/images/reference';
import { type FakeWorld, fakeWorld, PROJECT } from '../../support/gateway/fake-world';

let gateway: FakeWorld;
beforeEach(() => {
  gateway = fakeWorld();
});
afterEach(() => rmSync(gateway.dir, { recursive: true, force: true }));

const DIGEST = `sha256:${'a'.repeat(64)}`;
const tag = (image: string, repo: string, name: string) =>
  gateway.ask('POST', `/v1.41/images/${image}/tag?repo=${encodeURIComponent(repo)}&tag=${name}`);

describe('an image that was pulled', () => {
  test.each([
    'victoriametrics/vmagent:v1.149.0',
    `victoriametrics/vmagent:v1.150.0@${DIGEST}`,
    `victoriametrics/vmagent@${DIGEST}`,
    'weir-local/vmagent:1.112.0',
  ])('is kept for the way back: %s', async (image) => {
    const answer = await tag(image, 'weir-kept/vmagent', PROJECT);
    expect(answer).toMatchObject({ ask: { method: 'POST' } });
  });

  test.each([
    ['another service’s', 'quay.io/prometheus/node-exporter:v1.12.1', 'weir-kept/vmagent', PROJECT],
    ['nobody’s', 'evil/vmagent:v1', 'weir-kept/vmagent', PROJECT],
    ['by another name', 'victoriametrics/vmagent:v1.149.0', 'weir-kept/vmagent', 'another'],
    ['as what a build makes', 'victoriametrics/vmagent:v1.149.0', 'weir-local/vmagent', '1.149.0'],
    ['as what is run', 'victoriametrics/vmagent:v1.150.0', 'victoriametrics/vmagent', 'v1.149.0'],
  ])('gets no other name: %s', async (_what, image, repo, name) => {
    await expect(tag(image, repo, name)).rejects.toThrow();
  });

  test('is neither run nor pulled by the name under which it is kept', async () => {
    await expect(gateway.ask('GET', '/v1.41/images/weir-kept/vmagent:pi/json')).rejects.toThrow();
    await expect(
      gateway.ask('POST', '/v1.41/images/create?fromImage=weir-kept%2Fvmagent&tag=pi'),
    ).rejects.toThrow();
  });
});

describe('the name of an image', () => {
  test.each([
    ['a/b', 'a/b', null, null],
    ['a/b:1', 'a/b', '1', null],
    ['host:5000/a/b', 'host:5000/a/b', null, null],
    ['host:5000/a/b:1', 'host:5000/a/b', '1', null],
    [`a/b@${DIGEST}`, 'a/b', null, DIGEST],
    [`host:5000/a/b:1@${DIGEST}`, 'host:5000/a/b', '1', DIGEST],
  ])('%s', (image, repository, name, digest) => {
    expect(readReference(image)).toEqual({ repository, tag: name, digest });
  });
});
