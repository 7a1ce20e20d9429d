import type { Pipeline, Rule, VerdictContext } from '../terms/types';
import { GAP, LOOP_RESTARTS } from '../terms/words';

/** Whether the pipeline has, or may have, containers. */
export const isThere = ({ stack }: Pipeline) => stack !== 'absent' && stack !== 'gone';

export const isDiskFull = ({ crash }: VerdictContext) =>
  crash !== null && /no space left on device/i.test(crash);

/** vmagent ends itself when it cannot write to its buffer: lib/fs, MustWriteData. */
const diskFull: Rule = {
  id: 'disk-full',
  severity: 'losing',
  when: 'vmagent ended with "no space left on device" within the last ten minutes.',
  applies: (pipeline, context) => {
    if (!isDiskFull(context) || !isThere(pipeline)) return [];
    const isUp = pipeline.vmagent.state === 'up';
    return [
      {
        title: isUp
          ? 'The disk was full, and vmagent ended. It runs again.'
          : 'The disk is full, and vmagent cannot run.',
        consequence: isUp
          ? 'What was not yet delivered or on disk then is lost, and it will happen again without more space.'
          : GAP,
        fix: 'Free space on the Pi: `docker system df` shows what images and containers take, `sudo du -xh / | sort -h | tail` the rest.',
        href: '/services/vmagent',
        evidence: context.crash,
        headline: isUp ? undefined : { state: 'down', actionLabel: 'See vmagent' },
      },
    ];
  },
};

/** From the third time on the finding of the loop says it. */
const vmagentRestarted: Rule = {
  id: 'vmagent-restarted',
  severity: 'warning',
  when: 'vmagent ended by itself within the last ten minutes, and the engine has started it again.',
  applies: (pipeline, context) => {
    const times = context.restarts.vmagent ?? 0;
    if (pipeline.vmagent.state !== 'up' || times === 0 || times >= LOOP_RESTARTS || isDiskFull(context))
      return [];
    return [
      {
        title: 'vmagent ended by itself a few minutes ago. It runs again.',
        consequence:
          'The time between is a gap of some seconds in your data. What was buffered on disk is kept; what was only in memory, up to a few seconds of samples, is lost.',
        fix: 'Nothing now. If it comes back, its log says why.',
        href: '/services/vmagent',
        evidence: context.crash,
      },
    ];
  },
};

export const crashRules = [diskFull];
export const pastCrashRules = [vmagentRestarted];
