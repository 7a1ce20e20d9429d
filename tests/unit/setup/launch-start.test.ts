import { expect, test, vi } from 'vitest';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { LeftOut } from '@/lib/server/control/left-out';
import { AppError } from '@/lib/server/errors';
import type { JobContext, StepReport } from '@/lib/server/jobs/jobs';
import { type Plan, start } from '@/lib/server/setup/launch/start';
import { OWN_SERVICES } from '@/lib/server/stack/model';

const engine = vi.hoisted(() => ({ removed: [] as string[] }));
vi.mock('@/lib/server/docker/own', () => ({ containersOf: async () => [{}] }));
vi.mock('@/lib/server/docker/containers', () => ({
  putSecret: async () => undefined,
  removeService: async (name: string) => engine.removed.push(name),
}));
vi.mock('@/lib/server/compose/up', () => ({ upServices: async () => ({ kept: [] }) }));
vi.mock('@/lib/server/files/file-store', () => ({ writeStackFiles: async () => undefined }));
vi.mock('@/lib/server/setup/answers/setup-draft', () => ({ writeProgress: async () => undefined }));

test('a launch removes what is off, and not the container of a source that is on and left out', async () => {
  const model = parseCompose(
    'services: {vmagent: {image: v}, node-exporter: {image: n}, yace: {image: y, profiles: [mine]}, cadvisor: {image: c, profiles: [containers]}}',
    {},
    { project: 'p', projectDir: '/p', own: OWN_SERVICES },
  );
  const { signal } = new AbortController();
  const left = new LeftOut({ leaveOut: () => undefined, signal } as unknown as JobContext);
  left.add('yace', new AppError('docker-error', 'It has another profile.'));
  const plan = { settings: { sources: { aws: { enabled: true } } }, files: [], model } as unknown as Plan;
  await start(plan, left, { detail: () => undefined } as unknown as StepReport, signal);
  expect(engine.removed).toContain('cadvisor');
  expect(engine.removed).not.toContain('yace');
});
