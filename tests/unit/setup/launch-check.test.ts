import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { getAndNameImage } from '@/lib/server/containers/service-start';
import { LeftOut } from '@/lib/server/control/left-out';
import { check } from '@/lib/server/setup/launch-check';
import { prepareLaunch } from '@/lib/server/setup/launch-edit';
import { reviewLaunch } from '@/lib/server/setup/review';
import { OWN_SERVICES } from '@/lib/server/stack/model';
import type { StepReport, TaskContext } from '@/lib/server/tasks/tasks';
import { freshPanel } from '../../support/panel/route-call';

const stack = vi.hoisted(() => ({
  compose: '',
  profiles: '',
  answers: {} as object,
  standing: [] as string[],
}));
const CONFIG =
  'global:\n  external_labels:\n    cluster: attic\nscrape_configs:\n  - job_name: node-exporter\n  - job_name: cadvisor\n';
const files: Record<string, () => string> = {
  env: () => `COMPOSE_PROFILES=${stack.profiles}\n`,
  'vmagent-config': () => CONFIG,
};
vi.mock('@/lib/server/docker/engine', () => ({
  engineInfo: async () => ({ state: 'up', version: null, apiVersion: null, message: null }),
}));
vi.mock('@/lib/server/docker/container-ports', () => ({ containerPorts: async () => [] }));
vi.mock('@/lib/server/docker/command', () => ({ commandOf: async () => null }));
vi.mock('@/lib/server/compose/fit', () => ({
  standings: async () => new Map(stack.standing.map((name) => [name, { isRunning: true, fits: true }])),
}));
vi.mock('@/lib/server/stack/wanted-config', () => ({ compareWithRunning: async () => 'same' }));
vi.mock('@/lib/server/settings/sections/facts', () => ({
  readChangeFacts: async () => ({
    templates: new Map(),
    mostBufferBytes: null,
    host: null,
    isStackContainer: true,
    ownJobs: [],
  }),
}));
vi.mock('@/lib/server/change/steps/images', async (original) => ({
  ...(await original<object>()),
  lookForImages: async () => [],
}));
vi.mock('@/lib/server/setup/answers/setup-answers', () => ({
  hasDelivered: async () => false,
  readAnswers: async () => stack.answers,
  readProgress: async () => ({}),
}));
vi.mock('@/lib/server/files/file-store', async (original) => ({
  ...(await original<object>()),
  readStackFile: async (id: string) => files[id]?.() ?? (id.startsWith('vmagent-target/') ? '[]\n' : null),
  readStackTemplate: async () => null,
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
const sources = {
  pi: true,
  containers: true,
  aws: { enabled: false, accessKeyId: '', secretAccessKey: '', regions: [] },
  gcp: { enabled: false, projectId: '', keyJson: null, services: [], prefixes: [] },
};
const answers = {
  destination: { kind: 'local', url: '', username: '', secret: null },
  sources,
  cluster: 'attic',
};

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
  Object.assign(stack, { answers, profiles: 'system,containers', standing: [] });
});
afterEach(() => panel.remove());

async function look() {
  const parts: object[] = [];
  const leaveOut = (part: object) => void parts.push(part);
  const left = new LeftOut({ leaveOut, signal: new AbortController().signal } as unknown as TaskContext);
  await check({}, left, { detail: () => undefined } as unknown as StepReport);
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
    answers: { ...answers, sources: { ...sources, pi: false } },
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

test('a launch removes what is off, and not the container of a source that is on and left out', async () => {
  stack.compose = `${VMAGENT}  node-exporter: {image: "n:1", profiles: [mine]}
  cadvisor: {image: "c:1", profiles: [containers]}
  yace: {image: "y:1", profiles: [aws]}\n`;
  stack.standing = ['vmagent', 'node-exporter', 'cadvisor', 'yace'];
  const { effects } = await (await prepareLaunch({}, 1)).look();
  const removed = effects.filter(({ kind }) => kind === 'remove').map(({ service }) => service);
  expect(removed).toEqual(['yace']);
});

test('what fits and does not run is started by a launch', async () => {
  stack.compose = `${VMAGENT}${PI}  cadvisor: {image: "c:1", profiles: [containers]}\n`;
  stack.standing = ['vmagent'];
  const { effects, wereAbsent } = await (await prepareLaunch({}, 1)).look();
  expect(effects.filter(({ kind }) => kind === 'create').map(({ service }) => service)).toEqual([
    'node-exporter',
    'cadvisor',
  ]);
  expect(wereAbsent).toEqual(['node-exporter', 'cadvisor']);
});
