import { describe, expect, it } from 'vitest';
import { fits } from '@/lib/server/compose/fit';
import { serviceHash } from '@/lib/server/compose/hash/config-hash';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import type { OwnContainer } from '@/lib/server/docker/own';

const where = { project: 'pi', projectDir: '/srv/compose' };
const modelOf = (bind: string, profiles = 'aws') =>
  parseCompose(
    `services: {yace: {image: y, profiles: [${profiles}], network_mode: host, volumes: [{type: bind, source: /a, target: /b, bind: {${bind}}}]}}`,
    {},
    where,
  );
const [on, off] = [modelOf('create_host_path: true'), modelOf('create_host_path: false')];

/** A container that `release` of Docker Compose, or Weir in its way, made of the model. */
function made(model: typeof on, release: string): OwnContainer {
  const Labels = {
    'com.docker.compose.version': release,
    'com.docker.compose.config-hash': serviceHash(model.services.get('yace') ?? {}, release),
    'com.docker.compose.image': 'sha256:1',
  };
  return { service: 'yace', info: { Labels, State: 'running', Mounts: [] } } as unknown as OwnContainer;
}

describe('whether a container fits its file', () => {
  it.each(['2.26.1', '2.40.3', '5.1.0'])('is asked in the way of the release that made it: %s', (release) => {
    expect(fits(on, 'yace', made(on, release), 'sha256:1')).toBe(true);
    expect(fits(off, 'yace', made(on, release), 'sha256:1')).toBe(false);
    expect(fits(on, 'yace', made(off, release), 'sha256:1')).toBe(false);
    expect(fits(on, 'yace', made(on, release), 'sha256:2')).toBe(false);
  });

  it('has no other release’s hash mistaken for it', () => {
    const hashOf = ({ info }: OwnContainer) => info.Labels['com.docker.compose.config-hash'];
    expect(hashOf(made(off, '2.40.3'))).toBe(hashOf(made(on, '5.1.0')));
    expect(fits(on, 'yace', made(off, '2.40.3'), 'sha256:1')).toBe(false);
  });

  it('counts what that release counts', () => {
    const other = modelOf('create_host_path: true', 'other');
    expect(fits(other, 'yace', made(on, '5.1.0'), 'sha256:1')).toBe(true);
    expect(fits(other, 'yace', made(on, '2.26.1'), 'sha256:1')).toBe(false);
  });
});
