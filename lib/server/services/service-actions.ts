import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobStarted, ServiceAction } from '@/lib/schemas/job';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { restartService, stopService } from '../docker/containers';
import { upServices } from '../docker/stack';
import { waitForService } from '../docker/wait';
import { AppError } from '../errors';
import { type JobContext, type JobPlan, startJob } from '../jobs/jobs';
import { readStackFile } from '../stack/file-store';
import { readMetrics } from '../vmagent/client';
import type { VmagentMetrics } from '../vmagent/metrics';
import { readModel } from './compose-model';
import { judgeDelivery } from './delivery-progress';
import { explainPortError } from './port-problems';
import { reloadVmagent, reloadYace } from './reload';

const HEALTH_LIMIT_MS = 120_000;
const ANSWER_LIMIT_MS = 30_000;
/** vmagent is scraped by itself every 30 s; two of those and the way to the destination. */
const DELIVERY_LIMIT_MS = 75_000;
const POLL_MS = 500;

const verbs = { start: 'Start', stop: 'Stop', restart: 'Restart', reload: 'Reload' } as const;
const reloadable: readonly ServiceName[] = ['vmagent', 'yace'];

/**
 * Starts, stops, restarts or reloads one service as a job that ends with what was verified.
 * @throws AppError bad-request for what makes no sense, job-running
 */
export function startServiceAction(name: ServiceName, action: ServiceAction): JobStarted {
  if (name === 'weir') {
    throw new AppError('bad-request', 'The panel does not stop or restart itself.', {
      hint: 'On the Pi: docker compose restart weir, in the compose folder.',
    });
  }
  if (action === 'reload' && !reloadable.includes(name)) {
    throw new AppError('bad-request', `${name} reads its settings only when it starts.`, {
      hint: 'Restart it instead.',
    });
  }
  const plan = (steps: JobPlan['steps']): JobPlan => ({
    kind: action,
    title: `${verbs[action]} ${name}`,
    service: name,
    steps,
  });
  return { jobId: run(name, action, plan) };
}

function run(name: ServiceName, action: ServiceAction, plan: (steps: JobPlan['steps']) => JobPlan): string {
  switch (action) {
    case 'start':
      return startJob(plan([act(`Start ${name}`), healthy]), (ctx) => start(ctx, name)).id;
    case 'stop':
      return startJob(plan([act(`Stop ${name}`)]), (ctx) => stop(ctx, name)).id;
    case 'reload':
      return startJob(plan([act(`${name} reads its configuration`)]), (ctx) => reloadService(ctx, name)).id;
    case 'restart':
      return name === 'vmagent'
        ? startJob(plan([act('Restart vmagent'), healthy, process, deliver]), restartVmagent).id
        : startJob(plan([act(`Restart ${name}`), healthy]), (ctx) => restart(ctx, name)).id;
  }
}

const act = (label: string) => ({ id: 'act', label });
const healthy = { id: 'healthy', label: 'Wait until it is healthy' };
const process = { id: 'process', label: 'Confirm that a new process answers' };
const deliver = { id: 'deliver', label: 'Confirm that delivery goes on' };

async function start(ctx: JobContext, name: ServiceName): Promise<string> {
  await ctx.step('act', async () => {
    const model = await readModel((await readStackFile('env')) ?? '');
    if (!model.enabled.has(name)) {
      throw new AppError('bad-request', `${name} is switched off in the settings.`, {
        hint: 'Switch its source on in the set-up and launch again.',
      });
    }
    await upServices(model, [name], { signal: ctx.signal }).catch((error: unknown) => {
      throw explainPortError(error);
    });
  });
  await becomeHealthy(ctx, name);
  return `${name} runs and is healthy.`;
}

async function stop(ctx: JobContext, name: ServiceName): Promise<string> {
  await ctx.step('act', () => stopService(name));
  return `${name} is stopped. It stays so until it is started, also after a reboot.`;
}

async function restart(ctx: JobContext, name: ServiceName): Promise<string> {
  await ctx.step('act', () => restartService(name));
  await becomeHealthy(ctx, name);
  return `${name} was restarted and is healthy.`;
}

async function reloadService(ctx: JobContext, name: ServiceName): Promise<string> {
  await ctx.step('act', () => (name === 'vmagent' ? reloadVmagent(ctx.signal) : reloadYace()));
  return name === 'vmagent'
    ? 'vmagent has read its configuration and uses it.'
    : 'YACE has read its configuration and asks AWS with it.';
}

async function restartVmagent(ctx: JobContext): Promise<string> {
  const before = await readMetrics().catch(() => null);
  await ctx.step('act', () => restartService('vmagent'));
  await becomeHealthy(ctx, 'vmagent');
  await ctx.step('process', async (report) => {
    const now = await newProcess(before, ctx.signal);
    report.detail(now.startedAtMs === null ? 'It answers.' : `It started at ${clock(now.startedAtMs)}.`);
  });
  const delivery = await ctx.step('deliver', async (report) => {
    const words = await seeDelivery(report.detail, ctx.signal);
    report.detail(words);
    return words;
  });
  return `vmagent was restarted and is healthy. ${delivery}`;
}

async function becomeHealthy(ctx: JobContext, name: ServiceName): Promise<void> {
  await ctx.step('healthy', async () => {
    await waitForService(name, { timeoutMs: HEALTH_LIMIT_MS, signal: ctx.signal });
  });
}

/** @throws AppError verify-failed when the old process still answers, or none does */
async function newProcess(before: VmagentMetrics | null, signal: AbortSignal): Promise<VmagentMetrics> {
  for (const deadline = Date.now() + ANSWER_LIMIT_MS; Date.now() < deadline; ) {
    const now = await readMetrics().catch(() => null);
    if (now !== null && (before === null || now.startedAtMs !== before.startedAtMs)) return now;
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new AppError('verify-failed', 'The container was restarted, but no new vmagent answers.', {
    hint: 'Look into the log of vmagent.',
  });
}

/** A destination that is away is no failure of the restart: then the words say so. */
async function seeDelivery(detail: (text: string) => void, signal: AbortSignal): Promise<string> {
  const startedAtMs = Date.now();
  let words = 'vmagent does not answer.';
  while (Date.now() - startedAtMs < DELIVERY_LIMIT_MS) {
    const now = await readMetrics().catch(() => null);
    if (now !== null) {
      // Counters of a new process begin at zero, so what they show was delivered after the restart.
      const progress = judgeDelivery(null, now, Date.now() - startedAtMs);
      if (progress.state === 'delivered') return 'Samples were delivered after the restart.';
      words = progress.words;
      if (progress.state === 'failed') break;
      detail(words);
    }
    await sleep(POLL_MS, undefined, { signal });
  }
  return `No sample was delivered since. ${words} What is not delivered waits in the buffer.`;
}

function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}
