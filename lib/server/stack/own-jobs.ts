import 'server-only';
import { scrapeJobs } from '@/lib/pipeline/components';
import type { OwnJob } from '@/lib/schemas/settings/settings';
import { containerVariables } from '../docker/own';
import { readScrapeFiles, type ScrapeFile } from '../files/scrape-files';
import { stackFile } from '../files/stack-files';
import { type GoValue, goYaml, isGoMap, isGoText, textOf } from '../go-yaml';
import { fillVariables, type Variables } from '../vmagent/env-template';

/** Of jobs that no form knows, and of the targets of each, the first are shown. */
const MAX_JOBS = 100;
const MAX_TARGETS = 10;
const MAX_CHARS = 200;

/** The files that a configuration names, with these variables filled in. */
export function filesNamedIn(text: string, variables: Variables): Promise<ScrapeFile[] | null> {
  const config = goYaml(fillVariables(text, variables));
  const names = isGoMap(config) ? config.scrape_config_files : [];
  return readScrapeFiles(Array.isArray(names) ? names.filter(isGoText).map(textOf) : []);
}

/**
 * The jobs that no form knows or may touch: the owner's own in the file, and those of the files that it names. As they
 * are written, variables not filled in.
 */
export async function readOwnJobs(text: string): Promise<OwnJob[]> {
  const main = stackFile('vmagent-config').relative;
  const variables = (await containerVariables('vmagent').catch(() => null)) ?? {};
  const config = goYaml(text);
  const own = jobsIn(isGoMap(config) ? config.scrape_configs : [], main).filter(
    ({ job }) => !scrapeJobs.some((known) => known === job),
  );
  const files = (await filesNamedIn(text, variables)) ?? [];
  return [...own, ...files.flatMap((file) => jobsIn(goYaml(file.text), file.relative))].slice(0, MAX_JOBS);
}

/** Two files, or places of one, that name the same job, in words; vmagent refuses them. Null: there are none. */
export async function duplicateJob(text: string): Promise<string | null> {
  const variables = (await containerVariables('vmagent')) ?? {};
  const seen = new Map<string, string>();
  const main = { relative: stackFile('vmagent-config').relative, text };
  for (const file of [main, ...((await filesNamedIn(text, variables)) ?? [])]) {
    const config = goYaml(fillVariables(file.text, variables));
    const jobs = file === main ? isGoMap(config) && config.scrape_configs : config;
    for (const { job } of jobsIn(jobs, file.relative)) {
      const other = seen.get(job);
      if (other === file.relative) return `${other} has two jobs ${job}`;
      if (other !== undefined) return `${other} and ${file.relative} both have a job ${job}`;
      seen.set(job, file.relative);
    }
  }
  return null;
}

function jobsIn(list: GoValue | null | undefined | false, file: string): OwnJob[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((job): OwnJob[] => {
    const name = isGoMap(job) ? job.job_name : undefined;
    if (!isGoMap(job) || !isGoText(name)) return [];
    const groups = Array.isArray(job.static_configs) ? job.static_configs : [];
    const targets = groups.flatMap((group) =>
      isGoMap(group) && Array.isArray(group.targets) ? group.targets.filter(isGoText).map(textOf) : [],
    );
    const shown = targets.slice(0, MAX_TARGETS).map((target) => target.slice(0, MAX_CHARS));
    return [
      { job: textOf(name).slice(0, MAX_CHARS), file, targets: shown, hasMore: targets.length > MAX_TARGETS },
    ];
  });
}
