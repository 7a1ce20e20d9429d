import 'server-only';
import { component, sourceWordsOf } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ServiceAction, TaskStarted } from '@/lib/schemas/task';
import { assertSettled } from '../change/state';
import { startEngineTask } from '../control/engine-watch';
import { waitUntilReady } from '../control/readiness';
import { reloadVmagent, requireTargets } from '../control/reload';
import { noteStopped } from '../control/stopped';
import { followDelivery, judgeDelivery } from '../destination/delivery-progress';
import { restartService, stopService } from '../docker/containers';
import { AppError } from '../errors';
import { programs } from '../sources/programs';
import { type StepReport, startTask, type TaskContext, type TaskSpec } from '../tasks/tasks';
import { startService } from './service-start';

/** vmagent is scraped by itself every 30 s; two of those and the way to the destination. */
const DELIVERY_LIMIT_MS = 75_000;
const POLL_MS = 500;

const verbs = { start: 'Start', stop: 'Stop', restart: 'Restart', reload: 'Reload' } as const;

/**
 * Starts, stops, restarts or reloads one service as a task that ends with what was verified.
 * @param reason where nobody has asked for it
 * @throws AppError bad-request for what makes no sense, task-running, also while a change is being put back
 */
export function startServiceAction(name: ServiceName, action: ServiceAction, reason?: string): TaskStarted {
  if (name === 'weir') {
    throw new AppError('bad-request', 'The panel does not stop or restart itself.', {
      hint: 'On the Pi: docker compose restart weir, in the compose folder.',
    });
  }
  if (action === 'reload' && component(name).reloads === null) {
    throw new AppError('bad-request', `${name} reads its settings only when it starts.`, {
      hint: 'Restart it instead.',
    });
  }
  const spec = (steps: TaskSpec['steps']): TaskSpec => ({
    kind: action,
    title: `${verbs[action]} ${name}${reason ? `: ${reason}` : ''}`,
    service: name,
    steps,
  });
  return { taskId: run(name, action, spec) };
}

function run(name: ServiceName, action: ServiceAction, spec: (steps: TaskSpec['steps']) => TaskSpec): string {
  switch (action) {
    case 'start':
      // It would run with files that are just being put back.
      assertSettled();
      return startEngineTask(spec([image, act(`Start ${name}`), ready]), (ctx) => start(ctx, name)).id;
    case 'stop':
      return startEngineTask(spec([act(`Stop ${name}`)]), (ctx) => stop(ctx, name)).id;
    case 'reload':
      return startTask(spec([act(`${name} reads its configuration`)]), (ctx) => reloadService(ctx, name)).id;
    case 'restart':
      return name === 'vmagent'
        ? startEngineTask(spec([act('Restart vmagent'), ready, deliver]), restartVmagent).id
        : startEngineTask(spec([act(`Restart ${name}`), ready]), (ctx) => restart(ctx, name)).id;
  }
}

const image = { id: 'image', label: 'Get its image' };
const act = (label: string) => ({ id: 'act', label });
const ready = { id: 'ready', label: 'See that it works' };
const deliver = { id: 'deliver', label: 'Confirm that delivery goes on' };

async function start(ctx: TaskContext, name: ServiceName): Promise<string> {
  await startService(ctx, name);
  return `${name} runs. ${await seeReady(ctx, name)}`;
}

async function stop(ctx: TaskContext, name: ServiceName): Promise<string> {
  await ctx.step('act', async () => {
    await stopService(name);
    await noteStopped(name, true);
  });
  return `${name} is stopped. It stays so until it is started, also after a reboot.`;
}

async function restart(ctx: TaskContext, name: ServiceName): Promise<string> {
  await ctx.step('act', async () => {
    await restartService(name);
    await noteStopped(name, false);
  });
  return `${name} was restarted. ${await seeReady(ctx, name)}`;
}

async function reloadService(ctx: TaskContext, name: ServiceName): Promise<string> {
  const exporter = programs.find(({ service }) => service === name);
  await ctx.step('act', () => (exporter ? exporter.reload() : reloadVmagent(ctx.signal)));
  if (exporter) return `${name} has read its configuration and asks ${sourceWordsOf(name)} with it.`;
  await requireTargets('has read its configuration', ctx.signal);
  return 'vmagent has read its configuration and uses it.';
}

async function restartVmagent(ctx: TaskContext): Promise<string> {
  await ctx.step('act', () => restartService('vmagent'));
  const words = await seeReady(ctx, 'vmagent');
  const delivery = await ctx.step('deliver', async (report) => {
    const words = await seeDelivery(report, ctx.signal);
    report.detail(words);
    return words;
  });
  return `vmagent was restarted. ${words} ${delivery}`;
}

async function seeReady(ctx: TaskContext, name: ServiceName): Promise<string> {
  return ctx.step('ready', async (report) => {
    const words = await waitUntilReady(name, ctx.signal);
    if (name === 'vmagent') await requireTargets('runs', ctx.signal);
    report.detail(words);
    return words;
  });
}

/** A destination that is away is no failure of the restart: then the words say so. */
async function seeDelivery(report: StepReport, signal: AbortSignal): Promise<string> {
  // Counters of a new process begin at zero, so what they show was delivered after the restart.
  const { state, words } = await followDelivery(
    (now, waitedMs) => judgeDelivery(null, now, waitedMs),
    report,
    { everyMs: POLL_MS, atMostMs: DELIVERY_LIMIT_MS, signal },
  );
  if (state === 'delivered') return 'Samples were delivered after the restart.';
  return `No sample was delivered since. ${words} What is not delivered waits in the buffer.`;
}
