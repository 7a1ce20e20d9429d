import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { getAndNameImage } from '@/lib/server/containers/service-start';
import { LeftOut } from '@/lib/server/control/left-out';
import type { JobContext, StepReport } from '@/lib/server/jobs/jobs';
import { check } from '@/lib/server/setup/launch/check';
import { reviewLaunch } from '@/lib/server/setup/review';
import { OWN_SERVICES } from '@/lib/server/stack/model';
import type { Settings } from '@/lib/server/stack/settings';
import { freshPanel } from '../../support/panel/route-call';

const stack = vi.hoisted(() => ({ compose: '', profiles: '', settings: {} as object }));
const envText = () => `COMPOSE_PROFILES=${stack.profiles}\n`;
vi.mock('@/lib/server/docker/engine', () => ({
  engineInfo: async () => ({ state: 'up', version: null, apiVersion: null, message: null }),
}));
vi.mock('@/lib/server/docker/foreign-ports', () => ({ foreignPorts: async () => [] }));
vi.mock('@/lib/server/control/buffer-guard', () => ({
  checkBuffer: async () => ({ problem: null, words: null }),
}));
vi.mock('@/lib/server/setup/launch/images', () => ({ lookForImages: async () => [] }));
vi.mock('@/lib/server/setup/answers/setup-draft', () => ({ readDraft: async () => ({}) }));
vi.mock('@/lib/server/setup/answers/merge-draft', () => ({ draftSettings: () => stack.settings }));
vi.mock('@/lib/server/setup/launch/stack-plan', () => ({
  planFiles: async () => [{ id: 'env', before: '', text: envText() }],
}));
vi.mock('@/lib/server/files/file-store', async (original) => ({
  ...(await original<object>()),
  readStackFile: async (id: string) => (id === 'env' ? envText() : null),
}));
vi.mock('@/lib/server/stack/settings', async (original) => ({
  ...(await original<object>()),
  readSettings: async () => stack.settings,
}));
vi.mock('@/lib/server/stack/model', async (original) => ({
  ...(await original<object>()),
  readModel: async () =>
    parseCompose(
      stack.compose,
      { COMPOSE_PROFILES: stack.profiles },
      { project: 'p', projectDir: '/p', own: OWN_SERVICES },
    ),
}));

const PI = '  node-exporter: {image: "n:1", profiles: [system]}\n';
const VMAGENT = 'services:\n  vmagent: {image: "v:1"}\n';
const settings: Settings = {
  destination: { kind: 'local', url: '', username: '', secret: '' },
  sources: {
    pi: true,
    containers: true,
    aws: { enabled: false, accessKeyId: '', secretAccessKey: '', regions: [] },
    gcp: { enabled: false, projectId: '', keyJson: null },
  },
  cluster: 'attic',
};

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
  Object.assign(stack, { settings, profiles: 'system,containers' });
});
afterEach(() => panel.remove());

async function look() {
  const parts: object[] = [];
  const leaveOut = (part: object) => void parts.push(part);
  const left = new LeftOut({ leaveOut, signal: new AbortController().signal } as unknown as JobContext);
  await check(left, { detail: () => undefined } as unknown as StepReport);
  return parts;
}

const MISSING: [string, string, RegExp][] = [
  ['no service', '', /docker-compose\.yml has no service cadvisor/],
  ['a service of another profile', '  cadvisor: {image: "c:1", profiles: [mine]}\n', /has another profile/],
];

test.each(MISSING)('a launch goes on without a source that has %s, and says why', async (_, line, words) => {
  stack.compose = VMAGENT + PI + line;
  const reason = expect.stringMatching(words);
  expect(await look()).toEqual([{ service: 'cadvisor', reason, action: 'start' }]);
  expect(await reviewLaunch()).toMatchObject({ leftOut: [{ message: reason }], problems: [] });
});

test.each(MISSING)('a launch whose only source has %s is refused', async (_, line, words) => {
  stack.compose = VMAGENT + line;
  Object.assign(stack, {
    settings: { ...settings, sources: { ...settings.sources, pi: false } },
    profiles: 'containers',
  });
  await expect(look()).rejects.toMatchObject({
    code: 'verify-failed',
    message: expect.stringMatching(words),
  });
});

test.each(MISSING)(
  'starting a source that has %s later is not answered with its switch',
  async (_, line, words) => {
    stack.compose = VMAGENT + PI + line;
    const report = { detail: () => undefined } as unknown as StepReport;
    const start = getAndNameImage('cadvisor', report, new AbortController().signal);
    await expect(start).rejects.toMatchObject({ message: expect.stringMatching(words) });
  },
);

test('a launch whose sources all have their services leaves none out', async () => {
  stack.compose = `${VMAGENT}${PI}  cadvisor: {image: "c:1", profiles: [containers]}\n`;
  expect(await look()).toEqual([]);
  expect(await reviewLaunch()).toMatchObject({ leftOut: [], problems: [] });
});
