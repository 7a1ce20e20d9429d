import 'server-only';
import { formatDuration } from '@/lib/duration';
import { jobService, sourceService } from '@/lib/pipeline/components';
import { sourceClocks } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Probation } from '../change/probation';
import { pushSample } from '../change/steps/delivery';
import { readContainer } from '../docker/containers';
import { keepImage } from '../docker/images/keep';
import { imageId } from '../docker/images/pull';
import { inspectService } from '../docker/own';
import { AppError } from '../errors';
import { imageOf, readModel } from '../stack/model';
import { readStackTexts } from '../stack/stack-texts';
import type { StepReport } from '../tasks/tasks';
import { readMetrics, readTargets } from '../vmagent/client';
import { until } from '../wait';
import { judge, type Trial } from './judge';
import { grown, type Look } from './look';
import { whileWatched } from './watched';

const EVERY_MS = 5_000;
/** A target that is scraped seldom is waited for once. */
const SCRAPE_MS = 30_000;
/** Two scrapes of vmagent by itself, and the way to the destination. */
const DELIVERY_LIMIT_MS = 75_000;
const PUSH_EVERY_MS = 2_000;

/** What a service's own program says of itself changes with its version. */
const OWN_JOBS = ['vmagent', 'weir'];

interface TrialOptions {
  service: ServiceName;
  watchMs: number;
  maySeriesDiffer: boolean;
}

/** Judges the update of a service by whether data still arrives. */
export function trialOf({ service, watchMs, maySeriesDiffer }: TrialOptions): Probation {
  let before: Look | null = null;
  return {
    label: `Watch for ${formatDuration(watchMs / 1000)} whether data arrives`,
    begin: async (report, signal) => {
      await assertWayBack(service);
      before = await assertDelivering(service, report, signal);
    },
    watch: (sinceMs, report, signal) => {
      if (before === null) throw new AppError('internal', 'The update has not begun.');
      const jobs = jobsOf(service, before);
      const trial: Trial = {
        service,
        jobs,
        slowJobs: sourceClocks.map(({ id }) => sourceService(id)),
        ownJobs: service === 'vmagent' ? OWN_JOBS : [],
        maySeriesDiffer,
        before,
        sinceMs,
        limitMs: Math.max(watchMs, longestMs(jobs, before) + SCRAPE_MS),
      };
      return whileWatched(service, (ended) => watch(trial, report, AbortSignal.any([signal, ended])));
    },
  };
}

/** vmagent carries what all jobs have, an exporter its own; the store answers for nothing but the delivery. */
function jobsOf(service: ServiceName, { targets }: Look): string[] {
  const all = [...new Set(targets?.map(({ job }) => job))];
  return service === 'vmagent' ? all : all.filter((job) => jobService(job) === service);
}

function longestMs(jobs: readonly string[], { targets }: Look): number {
  const own = targets?.filter(({ job }) => jobs.includes(job)) ?? [];
  return Math.max(0, ...own.map(({ intervalSeconds }) => (intervalSeconds ?? 0) * 1000));
}

/**
 * Going back needs no network: the image that runs has to be here, under the name that the files have of it.
 * @throws AppError service-absent, image-missing; nothing was changed
 */
async function assertWayBack(service: ServiceName): Promise<void> {
  const { texts } = await readStackTexts();
  const image = imageOf(await readModel(texts.get('env') ?? ''), service);
  const runs = (await inspectService(service))?.Image;
  if (runs === undefined) throw new AppError('service-absent', `${service} has no container.`);
  if ((await imageId(image)) !== runs)
    throw new AppError(
      'image-missing',
      `${image} is not the image that ${service} runs, so there is no way back.`,
      {
        hint: 'Bring the service to the files first: the page Changes shows it.',
      },
    );
  await keepImage(image, service);
}

/**
 * What is broken before cannot show that an update works.
 * @throws AppError verify-failed; nothing was changed
 */
async function assertDelivering(
  service: ServiceName,
  report: Pick<StepReport, 'detail'>,
  signal: AbortSignal,
): Promise<Look> {
  report.detail('Seeing that data arrives with the present version…');
  const { texts } = await readStackTexts();
  const first = await lookAt(service);
  let pushedMs = Number.NEGATIVE_INFINITY;
  const delivers = async (waitedMs: number) => {
    if (waitedMs - pushedMs > PUSH_EVERY_MS) {
      pushedMs = waitedMs;
      await pushSample(texts);
    }
    const now = await lookAt(service);
    return grown('delivered', first, now) > 0 && now;
  };
  const seen = await until(delivers, { everyMs: 500, atMostMs: DELIVERY_LIMIT_MS, signal });
  if (seen !== null) return seen;
  throw new AppError(
    'verify-failed',
    'The destination takes no samples now, so an update could not be judged.',
    {
      hint: 'The overview says why. Update when data arrives again.',
    },
  );
}

async function lookAt(service: ServiceName): Promise<Look> {
  const seen = await inspectService(service);
  const [vmagent, targets] = await Promise.all([
    readMetrics().catch(() => null),
    readTargets().catch(() => null),
  ]);
  return { atMs: Date.now(), container: seen && readContainer(service, seen), vmagent, targets };
}

/** @returns what was seen. @throws AppError verify-failed with what is wrong */
async function watch(trial: Trial, report: StepReport, signal: AbortSignal): Promise<string> {
  const looks: Look[] = [];
  const isOver = async () => {
    // An engine that does not answer once is asked again; one that stays away ends the task.
    const look = await lookAt(trial.service).catch(() => null);
    if (look === null) return false;
    looks.push(look);
    const { state, words } = judge(trial, looks);
    if (state === 'bad') throw new AppError('verify-failed', words, { hint: HINT });
    const doneMs = Math.min(trial.limitMs, Date.now() - trial.sinceMs);
    report.progress(Math.round(doneMs / 1000), trial.limitMs / 1000, 'seconds');
    report.detail(words);
    return state === 'good' && words;
  };
  return (await until(isOver, { everyMs: EVERY_MS, signal })) ?? '';
}

const HINT = 'The log of the service may say why. The version can be tried again, or another one.';
