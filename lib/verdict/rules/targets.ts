import { jobService } from '../jobs';
import type { Pipeline, Rule } from '../types';
import { count } from '../words';

/** A target whose service is known to be away is explained by the finding about that service. */
function isExplained(pipeline: Pipeline, job: string): boolean {
  const name = jobService(job);
  const service = pipeline.services.find((candidate) => candidate.name === name);
  return service !== undefined && pipeline.engine.state === 'up' && service.state !== 'running';
}

const targetDown: Rule = {
  id: 'target-down',
  severity: 'warning',
  when: 'vmagent’s last scrape of a target failed, and its words are none that are known.',
  applies: (pipeline) => {
    const down = pipeline.targets.filter(({ state, job }) => state === 'down' && !isExplained(pipeline, job));
    const jobs = [...new Set(down.map(({ job }) => job))].sort();
    return jobs.map((job) => {
      const targets = down.filter((target) => target.job === job);
      const all = pipeline.targets.filter((target) => target.job === job).length;
      return {
        subject: job.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        title:
          all === 1
            ? `The target ${job} is down.`
            : `${count(targets.length, 'target')} of ${job} (${all} in all) ${targets.length === 1 ? 'is' : 'are'} down.`,
        consequence: 'What it would have told is missing from your data until it answers again.',
        fix: 'The error below is what vmagent got when it asked.',
        href: '/targets',
        evidence: targets[0]?.lastError ?? null,
      };
    });
  },
};

export const targetRules = [targetDown];
