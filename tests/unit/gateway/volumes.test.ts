import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { volumeBody } from '@/lib/server/compose/create/objects';
import { Refusal } from '@/lib/server/gateway/read/refusal';
import { fakeWorld, PROJECT } from '../../support/gateway/fake-world.ts';

const fake = fakeWorld();
afterAll(() => rmSync(fake.dir, { recursive: true }));

const NAME = `${PROJECT}_vmagent-data`;
const device = '/mnt/usb/weir-data/vmagent-data';
const common = { Name: NAME, Driver: 'local', Labels: { 'com.docker.compose.project': PROJECT } };

async function shown(options: unknown) {
  const answer = await fake.ask('GET', `/v1.41/volumes/${NAME}`);
  return 'cut' in answer && answer.cut
    ? answer.cut({ ...common, Mountpoint: '/var/lib/docker/x', Options: options })
    : expect.unreachable('the answer is passed as it is');
}

test('of a volume the panel sees on which disk it lies', async () => {
  expect(await shown({ type: 'none', o: 'bind', device })).toEqual({
    ...common,
    Options: { type: 'none', device },
  });
  expect(await shown(null)).toEqual(common);
});

test('and not what a share is opened with', async () =>
  expect(await shown({ type: 'cifs', o: 'username=pi,password=hunter2', device: '//nas/weir' })).toEqual(
    common,
  ));

test.each([
  { type: 'none', o: 'bind', device: '/etc' },
  { type: 'none', o: 'bind', device },
  { type: 'ext4', device: '/dev/mmcblk0p2' },
])('a volume is not made on a place that the panel names: %j', async (DriverOpts) => {
  const own = volumeBody({ name: NAME }, 'vmagent-data', { project: PROJECT, projectDir: fake.dir });
  const create = (body: object) => fake.ask('POST', '/v1.41/volumes/create', JSON.stringify(body));
  await create(own);
  await expect(create({ ...own, DriverOpts })).rejects.toThrow(Refusal);
});
