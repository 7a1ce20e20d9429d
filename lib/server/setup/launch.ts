import 'server-only';
import { sourceService, sourceWords } from '@/lib/pipeline/services';
import type { JobStarted } from '@/lib/schemas/job';
import { launchStepIds } from '@/lib/schemas/launch';
import type { SourceId } from '@/lib/schemas/snapshot';
import { assertSettled } from '../change/state';
import { assertNoJournal } from '../change/steps/commit';
import type { ComposeModel } from '../compose/reader/spec';
import { waitForService } from '../compose/wait';
import { startEngineJob } from '../control/engine-watch';
import { LeftOut, noteLeftOut } from '../control/left-out';
import { AppError } from '../errors';
import { closeSecretFiles } from '../files/file-store';
import type { JobContext, StepReport } from '../jobs/jobs';
import { servicesOf } from '../stack/model';
import type { Settings } from '../stack/settings';
import { readMetrics } from '../vmagent/client';
import { forgetDraftSecrets, removeDraft, writeProgress } from './answers/setup-draft';
import { check, validate } from './launch/check';
import { getImages } from './launch/images';
import { recordLaunch } from './launch/record';
import { changedFiles, isNewTarget } from './launch/stack-plan';
import { type Plan, start } from './launch/start';
import { sourcesOn, watchDelivery, watchScrapes } from './launch/verify';
import { writeAllOrNone } from './launch/write';
import { watchSources } from './source-sight';

const TITLE = 'Launch the pipeline';
const UP_LIMIT_MS = 60_000;

const labels: Record<(typeof launchStepIds)[number], string> = {
  check: 'Check the settings',
  images: 'Get the images',
  validate: 'Let the programs read their configuration',
  write: 'Write the files',
  start: 'Start the services',
  healthy: 'See that all services stay up',
  scrape: 'Wait for the first measurement',
  deliver: 'See the first sample delivered',
  sources: 'See that every source gives data',
};
const steps = launchStepIds.map((id) => ({ id, label: labels[id] }));

/**
 * Brings the stack to what the wizard was told and sees a sample arrive. Each step may be done already: launching
 * again mends what an earlier launch left half-way.
 * @param prepare what is to be done before it, as part of the same job
 * @throws AppError job-running; what goes wrong later is the job's error
 */
export function startLaunch(prepare?: () => Promise<void>): JobStarted {
  assertSettled();
  const plan = { kind: 'launch', title: TITLE, service: null, steps } as const;
  return { jobId: startEngineJob(plan, (ctx) => prepared(ctx, prepare)).id };
}

async function prepared(ctx: JobContext, prepare?: () => Promise<void>): Promise<string> {
  await assertNoJournal();
  await prepare?.();
  return launch(ctx).finally(recordLaunch);
}

async function launch(ctx: JobContext): Promise<string> {
  const startedAtMs = Date.now();
  const { signal } = ctx;
  const left = new LeftOut(ctx);
  const looked = await ctx.step('check', (report) => check(left, report));
  const images = await ctx.step('images', async (report) => {
    const names = await getImages(looked.wanted, left, report, signal);
    left.assertNotAllOf(servicesOf(looked.model));
    return names;
  });
  const plan = await ctx.step('validate', (report) => validate(looked, images, left, report, signal));
  await ctx.step('write', (report) => write(plan, report));
  const earlier = await readMetrics().catch(() => null);
  await ctx.step('start', (report) => start(plan, left, report, signal));
  const started = await readMetrics().catch(() => null);
  // What a vmagent that runs on was told until now, it was told of the earlier settings.
  const before = started?.startedAtMs === earlier?.startedAtMs ? started : earlier;
  await ctx.step('healthy', (report) => stayUp(plan.model, left, report, signal));
  await writeProgress({ launchedAtMs: Date.now() });
  await ctx.step('scrape', (report) =>
    watchScrapes(plan.settings, startedAtMs, report, signal, left.services),
  );
  await ctx.step('deliver', (report) => watchDelivery(plan.settings, before, report, signal));
  // Before the sources are looked at, which takes minutes: from now on nobody gives up what waits unasked.
  await writeProgress({ deliveredAtMs: Date.now() });
  await removeDraft();
  const seconds = Math.max(1, Math.round((Date.now() - startedAtMs) / 1000));
  const unknown = await ctx.step('sources', (report) =>
    seeSources(plan.settings, startedAtMs, left, report, signal),
  );
  const delivered = `The first sample was delivered ${seconds} s after the launch.`;
  const without = left.words(servicesOf(plan.model), unknown.map(sourceService));
  return [without, delivered, unknownWords(unknown)].filter((words) => words !== null).join(' ');
}

function unknownWords(sources: readonly SourceId[]): string | null {
  if (sources.length === 0) return null;
  const names = new Intl.ListFormat('en').format(sources.map(sourceWords));
  return `Whether data of ${names} comes is not known yet; the overview will tell.`;
}

/** @returns those of which nothing is known yet */
async function seeSources(
  settings: Settings,
  sinceMs: number,
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<SourceId[]> {
  const sources = sourcesOn(settings, left.services);
  const { silent, blind, unknown } = await watchSources(sources, sinceMs, report, signal);
  for (const { service, lastError } of silent)
    left.add(service, new AppError('timeout', `vmagent cannot read it: ${lastError}.`), 'restart');
  for (const { source, words } of blind) left.addBlind(source, words);
  return unknown;
}

/** Target lists of sources that are new wait until their exporters run, so that the first scrape succeeds. */
async function write({ files }: Plan, report: StepReport): Promise<void> {
  const changes = changedFiles(files);
  await writeAllOrNone(
    TITLE,
    changes.filter((file) => !isNewTarget(file)),
  );
  await closeSecretFiles();
  await forgetDraftSecrets();
  const count = changes.length;
  report.detail(
    count === 0 ? 'All files are as they should be.' : `${count} ${count === 1 ? 'file' : 'files'} written.`,
  );
}

/**
 * A container that cannot work ends within moments, and one that works shows it by being scraped, which comes next.
 * The engine's own health checks are rare, because each one costs a process, so nobody waits for the first.
 */
async function stayUp(
  model: ComposeModel,
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<void> {
  const names = servicesOf(model).filter((name) => !left.services.has(name));
  let count = 0;
  report.progress(count, names.length, 'steps');
  await Promise.all(
    names.map(async (name) => {
      try {
        await waitForService(name, { timeoutMs: UP_LIMIT_MS, signal, until: 'running' });
        noteLeftOut(name, null);
        report.progress(++count, names.length, 'steps');
      } catch (error) {
        left.add(name, error);
      }
    }),
  );
  left.assertNotAllOf(servicesOf(model));
  report.detail(count === names.length ? 'All services stay up.' : `${count} services stay up.`);
}
