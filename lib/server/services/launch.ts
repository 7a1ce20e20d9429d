import 'server-only';
import type { JobStarted } from '@/lib/schemas/job';
import { launchStepIds } from '@/lib/schemas/wizard';
import type { ComposeModel } from '../docker/compose-spec';
import { engineInfo } from '../docker/engine';
import { ensureImage, hasImage } from '../docker/pull';
import { waitForService } from '../docker/wait';
import { AppError } from '../errors';
import type { JobContext, StepReport } from '../jobs/jobs';
import { closeSecretFiles } from '../stack/file-store';
import { readMetrics } from '../vmagent/client';
import { assertNoJournal } from './apply-commit';
import { assertSettled } from './apply-state';
import { checkBuffer } from './buffer-guard';
import { imageOf, readModel, servicesOf } from './compose-model';
import { startEngineJob } from './engine-watch';
import { engineProblems, openQuestions, type Problem, settingsProblems } from './launch-problems';
import { recordLaunch } from './launch-record';
import { type Plan, start } from './launch-start';
import { watchDelivery, watchScrapes } from './launch-verify';
import { writeAllOrNone } from './launch-write';
import { draftSettings } from './merge-draft';
import { portProblems } from './port-problems';
import { readSettings } from './settings';
import { forgetDraftSecrets, readDraft, removeDraft, writeProgress } from './setup-draft';
import { changedFiles, isNewTarget, planFiles } from './stack-plan';
import { validateConfig } from './validate-config';

const TITLE = 'Launch the pipeline';
const UP_LIMIT_MS = 60_000;

const labels: Record<(typeof launchStepIds)[number], string> = {
  check: 'Check the settings with the programs that will use them',
  write: 'Write the files',
  images: 'Get the images',
  start: 'Start the services',
  healthy: 'See that all services stay up',
  scrape: 'Wait for the first measurement',
  deliver: 'See the first sample delivered',
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
  const plan = await ctx.step('check', (report) => check(report, ctx.signal));
  await ctx.step('write', (report) => write(plan, report));
  await ctx.step('images', (report) => getImages(plan.model, report, ctx.signal));
  const earlier = await readMetrics().catch(() => null);
  await ctx.step('start', (report) => start(plan, report, ctx.signal));
  const started = await readMetrics().catch(() => null);
  // What a vmagent that runs on was told until now, it was told of the earlier settings.
  const before = started?.startedAtMs === earlier?.startedAtMs ? started : earlier;
  await ctx.step('healthy', (report) => stayUp(plan.model, report, ctx.signal));
  await writeProgress({ launchedAtMs: Date.now() });
  await ctx.step('scrape', (report) => watchScrapes(plan.settings, startedAtMs, report, ctx.signal));
  await ctx.step('deliver', (report) => watchDelivery(plan.settings, before, report, ctx.signal));
  await writeProgress({ deliveredAtMs: Date.now() });
  await removeDraft();
  const seconds = Math.max(1, Math.round((Date.now() - startedAtMs) / 1000));
  return `The first sample was delivered ${seconds} s after the launch.`;
}

async function check(report: StepReport, signal: AbortSignal): Promise<Plan> {
  const current = await readSettings();
  const draft = await readDraft(current);
  const settings = draftSettings(draft, current);
  if (settings === null) throw refusal(openQuestions(draft));
  const engine = await engineInfo();
  const problems = [...settingsProblems(settings), ...engineProblems(engine)];
  if (problems.length > 0) throw refusal(problems);
  const { problem } = await checkBuffer(settings.destination);
  if (problem !== null) throw refusal([problem]);

  const files = await planFiles(settings);
  const model = await readModel(files.find(({ id }) => id === 'env')?.text ?? '');
  const taken = await portProblems(model);
  if (taken.length > 0) throw refusal(taken);
  const images = {
    vmagent: imageOf(model, 'vmagent'),
    yace: settings.sources.aws.enabled ? imageOf(model, 'yace') : null,
  };
  for (const image of [images.vmagent, images.yace]) {
    if (image !== null) await getImage(image, report, signal);
  }
  report.detail('vmagent reads its configuration…');
  await validateConfig(files, images, signal);
  report.detail(
    images.yace === null ? 'vmagent accepts its configuration.' : 'vmagent and YACE accept theirs.',
  );
  return { settings, files, model };
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

async function getImages(model: ComposeModel, report: StepReport, signal: AbortSignal): Promise<void> {
  const names = servicesOf(model);
  for (const name of names) await getImage(imageOf(model, name), report, signal);
  report.detail(`All ${names.length} images are here.`);
}

async function getImage(image: string, report: StepReport, signal: AbortSignal): Promise<void> {
  if (await hasImage(image)) return;
  report.detail(`Downloading ${image}`);
  await ensureImage(image, {
    signal,
    onProgress: ({ currentBytes, totalBytes }) => report.progress(currentBytes, totalBytes, 'bytes'),
  });
}

/**
 * A container that cannot work ends within moments, and one that works shows it by being scraped, which comes next.
 * The engine's own health checks are rare, because each one costs a process, so nobody waits for the first.
 */
async function stayUp(model: ComposeModel, report: StepReport, signal: AbortSignal): Promise<void> {
  const names = servicesOf(model);
  let count = 0;
  report.progress(count, names.length, 'steps');
  await Promise.all(
    names.map(async (name) => {
      await waitForService(name, { timeoutMs: UP_LIMIT_MS, signal, until: 'running' });
      report.progress(++count, names.length, 'steps');
    }),
  );
  report.detail('All services stay up.');
}

function refusal([first, ...others]: Problem[]): AppError {
  const more = others.length > 0 ? ` And ${others.length} more: see the review.` : '';
  return new AppError('bad-request', `${first?.message ?? 'The settings are not complete.'}${more}`, {
    hint: first?.hint,
  });
}
