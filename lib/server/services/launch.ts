import 'server-only';
import type { JobStarted } from '@/lib/schemas/job';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { launchStepIds } from '@/lib/schemas/wizard';
import type { ComposeModel } from '../docker/compose-spec';
import { putSecret, removeService } from '../docker/containers';
import { engineInfo } from '../docker/engine';
import { containersOf } from '../docker/own';
import { ensureImage, hasImage } from '../docker/pull';
import { upServices } from '../docker/stack';
import { waitForService } from '../docker/wait';
import { AppError } from '../errors';
import type { JobContext, StepReport } from '../jobs/jobs';
import { parseEnv } from '../stack/env-file';
import { closeSecretFiles, writeStackFiles } from '../stack/file-store';
import { readMetrics } from '../vmagent/client';
import { assertSettled } from './apply-state';
import { checkBuffer } from './buffer-guard';
import { imageOf, readModel, servicesOf, servicesOffOf } from './compose-model';
import { startEngineJob } from './engine-watch';
import { engineProblems, openQuestions, type Problem, settingsProblems } from './launch-problems';
import { recordLaunch } from './launch-record';
import { watchDelivery, watchScrapes } from './launch-verify';
import { draftSettings } from './merge-draft';
import { explainPortError, portProblems } from './port-problems';
import { reloadVmagent, reloadYace } from './reload';
import { readSettings, type Settings } from './settings';
import { forgetDraftSecrets, readDraft, removeDraft, writeProgress } from './setup-draft';
import { changedFiles, isNewTarget, type PlannedFile, planFiles } from './stack-plan';
import { validateConfig } from './validate-config';

const UP_LIMIT_MS = 60_000;
/** Inside vmagent's container; see `secrets` in docker-compose.yml. */
const TOKEN_PATH = '/run/secrets/remote_write_token';

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

interface Plan {
  settings: Settings;
  files: PlannedFile[];
  model: ComposeModel;
}

/**
 * Brings the stack to what the wizard was told and sees a sample arrive. Each step may be done already: launching
 * again mends what an earlier launch left half-way.
 * @throws AppError job-running; what goes wrong later is the job's error
 */
export function startLaunch(): JobStarted {
  assertSettled();
  const plan = { kind: 'launch', title: 'Launch the pipeline', service: null, steps } as const;
  return { jobId: startEngineJob(plan, (ctx) => launch(ctx).finally(recordLaunch)).id };
}

async function launch(ctx: JobContext): Promise<string> {
  const startedAtMs = Date.now();
  const plan = await ctx.step('check', (report) => check(report, ctx.signal));
  await ctx.step('write', (report) => write(plan, report));
  await ctx.step('images', (report) => getImages(plan.model, report, ctx.signal));
  const before = await readMetrics().catch(() => null);
  await ctx.step('start', (report) => start(plan, report, ctx.signal));
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
  await writeStackFiles(changes.filter((file) => !isNewTarget(file)));
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

async function start(
  { settings, files, model }: Plan,
  report: StepReport,
  signal: AbortSignal,
): Promise<void> {
  await writeProgress({ attemptedAtMs: Date.now() });
  const names = servicesOf(model);
  const done = new Set<ServiceName>();
  const up = (some: ServiceName[]) =>
    upServices(model, some, {
      signal,
      onStep: (step) => {
        if (step.phase === 'ready') report.progress(done.add(step.service).size, names.length, 'steps');
        else if ('service' in step && step.phase !== 'image') report.detail(`Starting ${step.service}`);
      },
    }).catch((error: unknown) => {
      throw explainPortError(error);
    });
  for (const name of servicesOffOf(model)) {
    if ((await containersOf(name)).length === 0) continue;
    report.detail(`Removing ${name}, whose source is off`);
    await removeService(name);
  }
  const exporters = await up(names.filter((name) => name !== 'vmagent'));
  await writeStackFiles(changedFiles(files).filter(isNewTarget));
  const { kept } = await up(['vmagent']);
  if (kept.length > 0) await refreshVmagent(files, signal);
  const isYaceChanged = files.some(({ id, before, text }) => id === 'yace-config' && before !== text);
  if (settings.sources.aws.enabled && isYaceChanged && exporters.kept.includes('yace')) await reloadYace();
  report.detail(`${names.length} services run.`);
}

/** vmagent that ran on reads a new token and new jobs without a restart. */
async function refreshVmagent(files: PlannedFile[], signal: AbortSignal): Promise<void> {
  const changed = new Set(changedFiles(files).map(({ id }) => id));
  const token = parseEnv(files.find(({ id }) => id === 'env')?.text ?? '').REMOTE_WRITE_TOKEN ?? '';
  await putSecret('vmagent', TOKEN_PATH, token);
  if (changed.has('vmagent-config')) await reloadVmagent(signal);
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
