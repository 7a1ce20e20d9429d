import 'server-only';
import { sourceService } from '@/lib/pipeline/components';
import { launchStepIds } from '@/lib/schemas/settings/launch';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { TaskStarted } from '@/lib/schemas/task';
import { type Begun, orPutBack } from '../change/or-put-back';
import { newestRevision } from '../change/records/revisions';
import { assertSettled } from '../change/state';
import { bring } from '../change/steps/act';
import { deliverFirst } from '../change/steps/buffer';
import {
  assertNoJournal,
  changedFiles,
  commitChange,
  dropChange,
  recordPresent,
} from '../change/steps/commit';
import { watchFirstBlock } from '../change/steps/delivery';
import { getChangeImages } from '../change/steps/images';
import type { Prepared } from '../change/steps/prepare';
import { validateChange } from '../change/steps/validate';
import { writeAllOrNone, writeChange, writtenWords } from '../change/write';
import { withEngine } from '../control/engine-watch';
import { LeftOut } from '../control/left-out';
import { AppError } from '../errors';
import { silentWords } from '../sight/silent';
import { type Sights, unknownWords, watchSources } from '../sight/watch-sources';
import { servicesOf } from '../stack/model';
import { type StepReport, startTask, type TaskContext } from '../tasks/tasks';
import { forgetAnswerSecrets, removeAnswers, writeProgress } from './answers/setup-answers';
import { sourcesOn, watchScrapes } from './first-scrape';
import { check } from './launch-check';
import type { LaunchWish } from './launch-edit';
import { stayUp } from './stay-up';

const TITLE = 'Launch the pipeline';

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
 * Makes what was answered a change of everything, goes on without sources that cannot be had, and sees a sample arrive.
 * What fails is put back, but for a set-up that never delivered: that stays as far as it came, and is launched again.
 * @throws AppError task-running; what goes wrong later is the task's error
 */
export function startLaunch(wish: LaunchWish = {}): TaskStarted {
  assertSettled();
  const spec = { kind: 'launch', title: TITLE, service: null, steps } as const;
  return { taskId: startTask(spec, (ctx) => launch(ctx, wish)).id };
}

async function launch(ctx: TaskContext, wish: LaunchWish): Promise<string> {
  await assertNoJournal();
  const startedAtMs = Date.now();
  const left = new LeftOut(ctx);
  const course: { begun: Begun | null } = { begun: null };
  const step = <T>(
    id: (typeof launchStepIds)[number],
    run: (report: StepReport, signal: AbortSignal) => Promise<T>,
  ): Promise<T> =>
    ctx.step(id, (report) => {
      const part = {
        title: TITLE,
        advice: 'Then launch again: what was done already is kept.',
        signal: ctx.signal,
      };
      return course.begun
        ? orPutBack(course.begun, report, (signal) => run(report, signal))
        : withEngine(part, (signal) => run(report, signal));
    });

  const { look, looked, isFirst } = await step('check', (report) => check(wish, left, report));
  const prepared = await step('images', async (report, signal) => {
    const envText = await getChangeImages(looked, { left }, report, signal);
    const services = servicesOf(looked.after.model);
    left.assertNotAllOf(services);
    const here = services.filter((service) => !left.services.has(service));
    report.detail(`${here.length} of ${services.length} images are here.`);
    return envText === null ? looked : look(new Map([['env', envText]]));
  });
  const { texts, model } = prepared.after;
  const services = servicesOf(model);
  await step('validate', async (report, signal) => {
    await validateChange(prepared, report, signal, left.services);
    if (prepared.question !== null && wish.waiting === 'deliver') {
      await deliverFirst(prepared.before.texts, report, signal);
    }
    report.detail('The programs accept their configuration.');
  });
  course.begun = await step('write', (report) => write(ctx, prepared, isFirst, report));
  await step('start', async (report, signal) => {
    await writeProgress({ attemptedAtMs: Date.now() });
    await bring(prepared, course.begun?.journal.files ?? [], { left, report, signal });
    report.detail('The services run.');
  });
  await step('healthy', (report, signal) => stayUp(services, left, report, signal));
  await writeProgress({ launchedAtMs: Date.now() });
  await step('scrape', (report, signal) => watchScrapes(texts, startedAtMs, report, signal, left.services));
  await step('deliver', async (report, signal) => {
    await watchFirstBlock(texts, startedAtMs, report, signal, { isKept: isFirst });
    report.detail('The destination has accepted the first samples.');
    signal.throwIfAborted();
    await commit(course.begun);
  });
  course.begun = null;
  // Before the sources are looked at, which takes minutes: from now on nobody gives up what waits unasked.
  await writeProgress({ deliveredAtMs: Date.now() });
  await removeAnswers();
  const seconds = Math.max(1, Math.round((Date.now() - startedAtMs) / 1000));
  const { given, unknown, missing } = await step('sources', (report, signal) =>
    seeSources(sourcesOn(texts, left.services), startedAtMs, left, report, signal),
  );
  const delivered = `The first sample was delivered ${seconds} s after the launch.`;
  const without = left.words(services, unknown.map(sourceService));
  for (const { source, words } of missing)
    ctx.leaveOut({ service: sourceService(source), reason: words, action: null, isPartial: true });
  const lacking = missing.map(({ words }) => words);
  return [without, delivered, ...given, ...lacking, unknownWords(unknown)]
    .filter((words) => words !== null)
    .join(' ');
}

/** @returns what is put back when the launch fails; null where it stays */
async function write(
  ctx: TaskContext,
  prepared: Prepared,
  isFirst: boolean,
  report: StepReport,
): Promise<Begun | null> {
  const files = changedFiles(prepared);
  const author = { who: 'owner', title: 'Set-up: the pipeline was launched', reason: null } as const;
  report.detail(files.length === 0 ? 'All files are as they should be.' : writtenWords(files));
  if (isFirst) {
    await writeAllOrNone(TITLE, files);
    await recordPresent(author);
    await forgetAnswerSecrets();
    return null;
  }
  const title = files.length === 0 ? author.title : prepared.title;
  const journal = await writeChange({ ...author, title }, prepared, false);
  return { journal, prepared, signal: ctx.signal };
}

/** Files that are as the history has them make no entry. */
async function commit(begun: Begun | null): Promise<void> {
  if (begun === null) return;
  const isSame = (await newestRevision())?.revision === begun.journal.revision;
  await (isSame ? dropChange() : commitChange(begun.journal));
}

/** @returns what each source gives or lacks, and those of which nothing is known yet */
async function seeSources(
  sources: readonly SourceId[],
  sinceMs: number,
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<Pick<Sights, 'given' | 'unknown' | 'missing'>> {
  const { silent, blind, ...rest } = await watchSources(sources, sinceMs, report, signal);
  for (const one of silent) left.add(one.service, new AppError('timeout', silentWords(one)), 'restart');
  for (const { source, words } of blind) left.addBlind(source, words);
  return rest;
}
