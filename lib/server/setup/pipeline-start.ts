import 'server-only';
import { isEssential } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { TaskStarted } from '@/lib/schemas/task';
import { assertSettled } from '../change/state';
import { assertNoJournal } from '../change/steps/commit';
import { watchFirstBlock } from '../change/steps/delivery';
import { standings } from '../compose/fit';
import type { ComposeModel } from '../compose/reader/spec';
import { upServices } from '../compose/up';
import { getAndNameImage } from '../containers/service-start';
import { startEngineTask } from '../control/engine-watch';
import { isOfOneService, noteLeftOut, reasonOf } from '../control/left-out';
import { explainPortError } from '../control/port-problems';
import { readStopped } from '../control/stopped';
import { AppError, asAppError } from '../errors';
import { readStackFile } from '../files/file-store';
import { readModel, servicesOf } from '../stack/model';
import { readStackTexts } from '../stack/stack-texts';
import type { StepReport, TaskContext } from '../tasks/tasks';
import { wasSetUp } from './answers/setup-answers';
import { watchScrapes } from './first-scrape';

const STEPS = [
  { id: 'images', label: 'Get the images' },
  { id: 'start', label: 'Start the services' },
  { id: 'scrape', label: 'Wait for the first measurement' },
  { id: 'deliver', label: 'See a sample delivered' },
];

/**
 * Brings the pipeline to what the files say, all its services but those that were stopped on purpose, and sees a
 * sample arrive. No file is written, but for the name of an image that had to be made on this machine.
 * @throws AppError bad-request where nothing was set up yet, task-running; what goes wrong later is the task's error
 */
export async function startPipeline(): Promise<TaskStarted> {
  if (!(await wasSetUp())) {
    throw new AppError('bad-request', 'No pipeline was set up here yet.', { hint: 'Open /setup.' });
  }
  assertSettled();
  const spec = { kind: 'start', title: 'Start the pipeline', service: null, steps: STEPS } as const;
  return { taskId: startEngineTask(spec, run).id };
}

async function run(ctx: TaskContext): Promise<string> {
  await assertNoJournal();
  const startedAtMs = Date.now();
  const imageless = await ctx.step('images', (report) => getImages(report, ctx.signal));
  const { stopped, missing } = await ctx.step('start', (report) => start(imageless, report, ctx.signal));
  assertDelivers(stopped);
  const { texts } = await readStackTexts();
  const without = new Set([...stopped, ...missing.map(({ service }) => service)]);
  await ctx.step('scrape', (report) => watchScrapes(texts, startedAtMs, report, ctx.signal, without));
  await ctx.step('deliver', (report) =>
    watchFirstBlock(texts, startedAtMs, report, ctx.signal, { isKept: true }),
  );
  const seconds = Math.max(1, Math.round((Date.now() - startedAtMs) / 1000));
  return [
    `The pipeline runs: a sample was delivered after ${seconds} s.`,
    ...missing.map(({ service, error }) => `${service} does not run: ${error.message}`),
    ...(stopped.length > 0 ? [`Left stopped, as its owner chose: ${stopped.join(', ')}.`] : []),
  ].join(' ');
}

/** Without these there is no sample to wait for. @throws AppError service-unhealthy */
function assertDelivers(stopped: readonly ServiceName[]): void {
  const lacking = stopped.filter(isEssential).join(' and ');
  if (lacking === '') return;
  throw new AppError(
    'service-unhealthy',
    `No sample is delivered without ${lacking}, stopped by its owner.`,
    {
      hint: `Start ${lacking} on the page Services.`,
    },
  );
}

interface Missing {
  service: ServiceName;
  error: AppError;
}

/** What is on and was not stopped on purpose. */
async function readWanted() {
  const model = await readModel((await readStackFile('env')) ?? '');
  const stopped = await readStopped();
  const all = servicesOf(model);
  return {
    model,
    wanted: all.filter((name) => !stopped.includes(name)),
    stopped: all.filter((name) => stopped.includes(name)),
  };
}

/**
 * Gets the images that are not here, those first that nothing works without.
 * @returns the sources whose image cannot be had
 * @throws AppError of a service without which nothing works, and what concerns all of them
 */
async function getImages(report: StepReport, signal: AbortSignal): Promise<Missing[]> {
  const { wanted } = await readWanted();
  const missing: Missing[] = [];
  for (const service of new Set([...wanted.filter(isEssential), ...wanted])) {
    try {
      await getAndNameImage(service, report, signal);
    } catch (error) {
      signal.throwIfAborted();
      const known = asAppError(error);
      if (isEssential(service) || !isOfOneService(known)) throw error;
      missing.push({ service, error: known });
    }
  }
  report.detail(`${wanted.length - missing.length} of ${wanted.length} images are here.`);
  return missing;
}

/** Exporters come before vmagent, which asks them. @throws AppError of a service without which nothing works */
async function start(
  imageless: readonly Missing[],
  report: StepReport,
  signal: AbortSignal,
): Promise<{ stopped: ServiceName[]; missing: Missing[] }> {
  const { model, wanted, stopped } = await readWanted();
  const missing = [...imageless];
  const ready = wanted.filter((name) => !missing.some(({ service }) => service === name));
  await sayRecreated(model, ready, report);
  let count = 0;
  await upServices(model, ready, {
    signal,
    onStep: (step) => {
      if (step.phase === 'ready') report.progress(++count, ready.length, 'steps');
      else if (step.phase === 'create' || step.phase === 'start') report.detail(`Starting ${step.service}`);
    },
    onFailure: (service, error) => missing.push({ service, error }),
  });
  for (const one of missing) one.error = asAppError(await explainPortError(one.error));
  for (const service of wanted) {
    const fault = missing.find((one) => one.service === service);
    noteLeftOut(service, fault ? reasonOf(fault.error) : null);
  }
  const fatal = missing.find(({ service }) => isEssential(service));
  if (fatal) throw fatal.error;
  report.detail(`${count} ${count === 1 ? 'service runs' : 'services run'}.`);
  return { stopped, missing };
}

/** A new docker-compose.yml may describe what runs in another way; then its container is recreated, once. */
async function sayRecreated(
  model: ComposeModel,
  names: readonly ServiceName[],
  report: StepReport,
): Promise<void> {
  const standing = await standings(model);
  const changed = names.filter((name) => standing.get(name)?.fits === false);
  if (changed.length > 0) report.detail(`Recreated, as the files describe them now: ${changed.join(', ')}`);
}
