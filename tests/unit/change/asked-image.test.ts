import { expect, test, vi } from 'vitest';
import { lookForImages } from '@/lib/server/change/steps/images';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { OWN_SERVICES } from '@/lib/server/stack/model';

vi.mock('@/lib/server/docker/images/pull', () => ({ hasImage: async () => false }));
vi.mock('@/lib/server/docker/images/registry', async (original) => ({
  ...(await original<object>()),
  askRegistry: async () => ({ has: false, why: 'The registry has no image of that name.' }),
}));

const ASKED = 'CADVISOR_IMAGE=example/cadvisor:v9\n';

test.each([
  ['a change asks for it', '', 'Check its tag, or the connection of this machine.'],
  ['.env names it', ASKED, 'It is the image that CADVISOR_IMAGE in compose/.env names.'],
])('an image that nobody has is blamed on what names it: %s', async (_case, writtenText, advice) => {
  const model = parseCompose(
    'services: {cadvisor: {image: "example/cadvisor:v9"}}',
    {},
    { project: 'p', projectDir: '/p', own: OWN_SERVICES },
  );
  expect(await lookForImages(model, ASKED, ['cadvisor'], { writtenText })).toMatchObject([
    { source: { from: 'nowhere', why: `The registry has no image of that name. ${advice}` } },
  ]);
});
