import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveGrafana } from '@/lib/server/grafana/grafana-state';
import { readOutOfStep } from '@/lib/server/grafana/out-of-step';
import { readShipped } from '@/lib/server/grafana/shipped';
import { freshStack } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshStack>;
beforeEach(() => {
  panel = freshStack();
});
afterEach(() => panel.remove());

const put = (digest: string) => ({ atMs: 1, version: '0.0.9', digest, dataSource: 'x', things: {} });
const access = { address: 'https://pond.grafana.net', token: 'glsa_x' };

test('nothing is said where nothing was put', async () => {
  expect(await readOutOfStep()).toBeNull();
  await saveGrafana({ ...access, put: null });
  expect(await readOutOfStep()).toBeNull();
});

test('an older set, or a part of one, is named by the version that put it', async () => {
  for (const digest of ['', '0123456789ab']) {
    await saveGrafana({ ...access, put: put(digest) });
    expect(await readOutOfStep()).toEqual({ putVersion: '0.0.9' });
  }
  await saveGrafana({ ...access, put: put((await readShipped()).digest) });
  expect(await readOutOfStep()).toBeNull();
});
