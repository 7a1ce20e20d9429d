import 'server-only';
import { z } from 'zod';
import { jobSource, scrapeJobs } from '@/lib/pipeline/components';
import { clockOf, ownScrapeTimeout, targetOf } from '@/lib/pipeline/records';
import type { OwnJob, ScrapeJob } from '@/lib/schemas/settings/settings';
import { clockSecondsIn, durationSeconds } from '@/lib/scrape-duration';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import type { YamlPath } from '../files/yaml/source';
import { isSourceOn, type SourcesOn, variablesIn, yamlIn } from './settings';
import { hasTarget } from './target-text';

/** vmagent's own, where the file has none: lib/promscrape, defaultScrapeInterval. */
const DEFAULT_INTERVAL_SECONDS = 60;

const textSchema = z.union([z.string(), z.number().transform(String)]).optional();
const configSchema = z.object({
  global: z
    .object({ scrape_interval: textSchema })
    .nullish()
    .catch(() => {
      throw new AppError('invalid-stack', 'config/vmagent/prometheus.yml: global is not a mapping.');
    }),
  scrape_configs: z
    .array(
      z.looseObject({
        job_name: z.unknown(),
        scrape_interval: textSchema.catch('?'),
        scrape_timeout: textSchema.catch('?'),
      }),
    )
    .catch([]),
});

export interface JobTiming {
  /** Where the job stands in the file. */
  path: YamlPath;
  readonly intervalSeconds: number;
  /** Null: the file names none for this job. */
  readonly timeoutSeconds: number | null;
}

/**
 * When vmagent asks each job that the forms know; a job that the file does not have is left out.
 * @throws AppError invalid-stack when the file cannot be read; reading an interval that is no plain duration throws too
 */
export function jobTimings(texts: Texts): Map<ScrapeJob, JobTiming> {
  const config = configSchema.safeParse(yamlIn(texts, 'vmagent-config', []) ?? {});
  if (!config.success) {
    throw new AppError(
      'invalid-stack',
      'config/vmagent/prometheus.yml does not hold a configuration of vmagent.',
    );
  }
  const { global, scrape_configs: jobs } = config.data;
  const common = global?.scrape_interval;
  const found = new Map<ScrapeJob, JobTiming>();
  for (const name of scrapeJobs) {
    const index = jobs.findIndex((job) => job.job_name === name);
    const job = jobs[index];
    if (!job) continue;
    const interval = job.scrape_interval ?? common;
    found.set(name, {
      path: ['scrape_configs', index],
      // Read when they are asked for: one that is odd must not keep another job from being changed.
      get intervalSeconds() {
        return interval === undefined ? DEFAULT_INTERVAL_SECONDS : seconds(interval, name);
      },
      get timeoutSeconds() {
        return job.scrape_timeout === undefined ? null : seconds(job.scrape_timeout, name);
      },
    });
  }
  return found;
}

/** How long vmagent waits for an answer, in seconds. @throws AppError invalid-stack for what is no plain duration */
export const scrapeTimeout = ({ timeoutSeconds, intervalSeconds }: JobTiming): number =>
  timeoutSeconds ?? ownScrapeTimeout(intervalSeconds);

/**
 * How often the exporter of a job asks, by a clock of its own; null: whenever it is scraped.
 * @throws AppError invalid-stack for what is no number of seconds
 */
export function clockSeconds(job: ScrapeJob, texts: Texts): number | null {
  const clock = clockOf(job);
  if (!clock) return null;
  const text = variablesIn(texts)(clock.variable) || String(clock.seconds);
  const seconds = clockSecondsIn(text);
  if (seconds !== null) return seconds;
  throw new AppError(
    'invalid-stack',
    `.env has a value for ${clock.variable} that is no number of seconds.`,
    {
      hint: `Write it as a whole number, for example ${clock.seconds}.`,
    },
  );
}

/** Whether vmagent is to send the panel's own figures along. @throws AppError invalid-stack */
export function hasOwnMetrics(texts: Texts): boolean {
  return jobTimings(texts).has('weir') && hasTarget(texts.get('vmagent-target/weir') ?? '', targetOf('weir'));
}

/**
 * The source that a job reads; vmagent itself is none and is always on.
 * @throws AppError invalid-stack
 */
export function isJobOn(job: ScrapeJob, sources: SourcesOn, texts: Texts): boolean {
  if (job === 'weir') return hasOwnMetrics(texts);
  const source = jobSource(job);
  return source === null || isSourceOn(sources, source);
}

/** vmagent's file has no such job, as a message and what to do. @param ownJobs jobs of other files */
export function noJob(job: ScrapeJob, ownJobs: readonly OwnJob[]): [message: string, hint: string] {
  const elsewhere = ownJobs.find((own) => own.job === job);
  if (elsewhere !== undefined) {
    return [
      `The job ${job} stands in ${elsewhere.file}, which the forms leave alone.`,
      'Change it there, or move it to config/vmagent/prometheus.yml.',
    ];
  }
  return [
    `config/vmagent/prometheus.yml has no job ${job}.`,
    'Bring the job back from config.example/vmagent/prometheus.yml in the stack folder.',
  ];
}

function seconds(text: string, job: ScrapeJob): number {
  const value = durationSeconds(text);
  if (value !== null) return value;
  throw new AppError(
    'invalid-stack',
    `config/vmagent/prometheus.yml has an interval or timeout for the job ${job} that is no duration such as 60s.`,
    { hint: 'Write it as a number and a unit, for example 60s.' },
  );
}
