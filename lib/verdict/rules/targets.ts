import { jobService } from '@/lib/pipeline/components';
import type { TargetSample } from '@/lib/schemas/snapshot';
import { type TargetCause, targetCause, targetCauses } from '../terms/target-cause';
import type { Pipeline, Rule, RuleResult } from '../terms/types';
import { count, roughDuration, serviceHref, settingsHref } from '../terms/words';
import { DOWN } from './target-words';

/** So long after the start of its service a scrape may fail because nothing listens yet; the panel takes longest. */
const START_MS = 10_000;
const PANEL_START_MS = 60_000;

/** A scrape that failed before its service had started says nothing of now. */
function isFromBefore({ engine, services }: Pipeline, { job, lastScrapeAtMs }: TargetSample): boolean {
  const name = jobService(job);
  const service = services.find((candidate) => candidate.name === name);
  if (service?.state !== 'running' || engine.state !== 'up') return false;
  if (service.startedAtMs === null || lastScrapeAtMs === null) return false;
  return lastScrapeAtMs < service.startedAtMs + (name === 'weir' ? PANEL_START_MS : START_MS);
}

const ID_MAX = 60;
const ids = new WeakMap<readonly TargetSample[], ReadonlyMap<string, string>>();

/** The part of a finding's id that stands for each job: names may be long, and of any characters. */
function jobIds(targets: readonly TargetSample[]): ReadonlyMap<string, string> {
  const known = ids.get(targets);
  if (known) return known;
  const made = new Map<string, string>();
  const taken = new Set<string>();
  const jobs = [...new Set(targets.map((target) => target.job))].sort();
  // The stack's own have their names as ids, whatever the others are called.
  const own = jobs.filter((job) => jobService(job) !== null);
  for (const job of new Set([...own, ...jobs])) {
    const slug = job
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, ID_MAX);
    let id = slug;
    for (let next = 2; taken.has(id); next += 1) id = `${slug}-${next}`;
    taken.add(id);
    made.set(job, id);
  }
  ids.set(targets, made);
  return made;
}

/** One finding a job, about those of its targets that `isIt` picks. */
function byJob(
  pipeline: Pipeline,
  isIt: (target: TargetSample) => boolean,
  say: (subject: string, verb: 'is' | 'are', targets: TargetSample[], job: string) => RuleResult,
): RuleResult[] {
  const picked = pipeline.targets.filter((target) => isIt(target) && !isFromBefore(pipeline, target));
  const jobs = [...new Set(picked.map(({ job }) => job))].sort();
  return jobs.map((job) => {
    const targets = picked.filter((target) => target.job === job);
    const all = pipeline.targets.filter((target) => target.job === job).length;
    const subject =
      all === 1 ? `The target ${job}` : `${count(targets.length, 'target')} of ${job} (${all} in all)`;
    return {
      subject: jobIds(pipeline.targets).get(job) ?? job,
      ...say(subject, targets.length === 1 ? 'is' : 'are', targets, job),
    };
  });
}

const MISSING = 'Its samples are missing from your data until it answers again.';
/** The page of a service of the stack says more than the list of targets. */
const page = (job: string) => {
  const name = jobService(job);
  return name === null ? '/sources#targets' : serviceHref(name);
};

/** Every rule asks for it, and the words may be long. */
const causes = new WeakMap<TargetSample, TargetCause | null>();

function causeOf(target: TargetSample): TargetCause | null {
  const known = causes.get(target);
  if (known !== undefined) return known;
  const cause = targetCause(target.lastError);
  causes.set(target, cause);
  return cause;
}

const isDown = (target: TargetSample, cause: TargetCause | null) =>
  target.state === 'down' && causeOf(target) === cause;

const downRules: Rule[] = targetCauses.map((cause) => ({
  id: `target-${cause}`,
  severity: 'warning',
  when: DOWN[cause].when,
  applies: (pipeline) =>
    byJob(
      pipeline,
      (target) => isDown(target, cause),
      (subject, verb, targets, job) => ({
        title: `${subject} ${verb} down: ${DOWN[cause].why}.`,
        consequence: MISSING,
        fix: DOWN[cause].fix,
        href: DOWN[cause].isAboutService ? page(job) : '/sources#targets',
        evidence: targets[0]?.lastError ?? null,
      }),
    ),
}));

const targetDown: Rule = {
  id: 'target-down',
  severity: 'warning',
  when: 'vmagent’s last scrape of a target failed, with an error that Weir does not know.',
  applies: (pipeline) =>
    byJob(
      pipeline,
      (target) => isDown(target, null),
      (subject, verb, targets) => ({
        title: `${subject} ${verb} down.`,
        consequence: MISSING,
        fix: '“What was seen” is what vmagent got when it asked; the log of the target tells more.',
        href: '/sources#targets',
        evidence: targets[0]?.lastError ?? null,
      }),
    ),
};

const targetEmpty: Rule = {
  id: 'target-empty',
  severity: 'warning',
  when: 'A target answers 200, and there is not one sample in the answer. vmagent calls it up.',
  applies: (pipeline) =>
    byJob(
      pipeline,
      ({ state, samples }) => state === 'up' && samples === 0,
      (subject) => ({
        title: `${subject}: what it answers holds no samples.`,
        consequence: 'It counts as up, but nothing of it reaches your data.',
        fix: 'Something else than the exporter may answer at this address, a web page for example. Check its address, its path and its log.',
        href: '/sources#targets',
      }),
    ),
};

/** Above this share of its timeout a scrape may fail at any time. */
const SLOW_SHARE = 0.8;

const targetSlow: Rule = {
  id: 'target-slow',
  severity: 'warning',
  when: 'The last scrape of a target took more than four fifths of its timeout.',
  applies: (pipeline) =>
    byJob(
      pipeline,
      ({ state, durationSeconds, timeoutSeconds }) =>
        state === 'up' && (durationSeconds ?? 0) > SLOW_SHARE * (timeoutSeconds ?? Number.POSITIVE_INFINITY),
      (subject, _verb, targets) => ({
        title: `${subject}: a scrape takes nearly as long as it may (${roughDuration(
          targets[0]?.timeoutSeconds ?? 0,
        )}).`,
        consequence: 'Nothing is missing yet. A scrape that takes longer is given up, and leaves a gap.',
        fix: 'Give its job a longer timeout, or collect less of it.',
        href: settingsHref('intervals'),
      }),
    ),
};

export const targetRules = [...downRules, targetDown, targetEmpty, targetSlow];
