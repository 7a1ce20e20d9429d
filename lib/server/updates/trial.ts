import 'server-only';
import { formatDuration } from '@/lib/duration';
import { sourceService } from '@/lib/pipeline/components';
import { sourceClocks } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Probation } from '../change/probation';
import { probeDestination } from '../destination/probe';
import { versionWords } from '../docker/images/reference';
import { inspectService } from '../docker/own';
import { AppError } from '../errors';
import { destinationIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import type { StepReport } from '../tasks/tasks';
import { until } from '../wait';
import { assertDelivering, keptImage } from './begin';
import { type Judgement, judge, type Trial } from './judge';
import type { Look } from './look';
import { jobsOf, lookAt, scrapedWithinMs } from './look-at';
import { whileWatched } from './watched';

const EVERY_MS = 5_000;

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
  let earlier = '';
  return {
    label: `Watch for ${formatDuration(watchMs / 1000)} whether data arrives`,
    begin: async (report, signal) => {
      earlier = versionWords(await keptImage(service));
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
        limitMs: Math.max(watchMs, scrapedWithinMs(jobs, before)),
      };
      return whileWatched({ service, earlier }, (ended) =>
        watch(trial, report, AbortSignal.any([signal, ended])),
      );
    },
  };
}

/** @returns what was seen. @throws AppError verify-failed with what is wrong */
async function watch(trial: Trial, report: StepReport, signal: AbortSignal): Promise<string> {
  const looks: Look[] = [];
  const isOver = async () => {
    // An engine that does not answer once is asked again; one that stays away ends the task.
    const look = await lookAt(trial.service).catch(() => null);
    if (look === null) return false;
    looks.push(look);
    const judgement = judge(trial, looks);
    const { state, words } = judgement;
    if (state === 'bad') throw await failure(trial, judgement);
    const doneMs = Math.min(trial.limitMs, Date.now() - trial.sinceMs);
    report.progress(Math.round(doneMs / 1000), trial.limitMs / 1000, 'seconds');
    report.detail(words);
    return state === 'good' && words;
  };
  return (await until(isOver, { everyMs: EVERY_MS, signal })) ?? '';
}

/** A destination that takes nothing from the panel either says nothing of the version. */
async function failure({ service }: Trial, { words, isOfDelivery }: Judgement): Promise<AppError> {
  const away = isOfDelivery ? await awayWords(service) : null;
  if (away === null) return new AppError('verify-failed', words, { hint: HINT });
  return new AppError(
    'verify-failed',
    `The update could not be judged, since the destination takes nothing: ${away}`,
    {
      hint: 'Nothing says that the version is bad. Try it again when data arrives.',
    },
  );
}

/** Why the destination takes nothing, from whomever; null: it does, or it is the service that is judged. */
async function awayWords(service: ServiceName): Promise<string | null> {
  const destination = destinationIn((await readStackTexts()).texts);
  if (destination.kind !== 'local') {
    const { outcome, message } = await probeDestination(destination);
    return outcome === 'ok' ? null : message;
  }
  if (service === 'victoria-metrics') return null;
  const runs = await inspectService('victoria-metrics');
  return runs?.State.Running ? null : 'The store on this Pi does not run.';
}

const HINT = 'The log of the service may say why. The version can be tried again, or another one.';
