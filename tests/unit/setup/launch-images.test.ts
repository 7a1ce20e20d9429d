import { expect, test, vi } from 'vitest';
import { lookForImages } from '@/lib/server/change/steps/images';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { OWN_SERVICES } from '@/lib/server/stack/model';

vi.mock('@/lib/server/docker/images/pull', () => ({
  hasImage: async (name: string) => {
    if (!/^[\w./:-]+$/.test(name)) throw new Error('invalid reference format');
    return true;
  },
}));

test.each(['{image: "${CADVISOR_IMAGE:?set it}"}', '{image: [a]}', '{}'])(
  'cadvisor: %s keeps nobody from looking for the images of the others',
  async (cadvisor) => {
    const model = parseCompose(
      `services: {vmagent: {image: vmagent:1}, cadvisor: ${cadvisor}}`,
      {},
      { project: 'p', projectDir: '/p', own: OWN_SERVICES },
    );
    expect([...model.enabled]).toEqual(['vmagent', 'cadvisor']);
    expect(await lookForImages(model, '')).toMatchObject([
      { wish: { service: 'vmagent', image: 'vmagent:1' }, source: { from: 'here' } },
    ]);
  },
);
