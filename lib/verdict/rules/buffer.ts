import type { Pipeline, Rule } from '../terms/types';
import {
  destinationHref,
  destinationWords,
  roughBytes,
  roughDuration,
  sentence,
  settingsHref,
} from '../terms/words';

/** Above this share of the cap, time is short enough to say so. */
const NEARLY_FULL = 0.8;
/** Less than this comes and goes with single blocks. */
const WORTH_A_WORD_BYTES = 1_000_000;

const bufferNearlyFull: Rule = {
  id: 'buffer-nearly-full',
  severity: 'waiting',
  when: 'Four fifths of the buffer’s cap are used and it does not drain.',
  applies: (pipeline) => {
    const { bytes, capBytes, secondsToFull, trend } = pipeline.buffer;
    if (bytes === null || capBytes === null || trend === 'draining' || bytes < capBytes * NEARLY_FULL)
      return [];
    const time = secondsToFull === null ? 'soon' : `in about ${roughDuration(secondsToFull)}`;
    return [
      {
        title: `The buffer is nearly full: ${roughBytes(bytes)} of ${roughBytes(capBytes)}.`,
        consequence: `When it is full, ${time}, the oldest samples are thrown away.`,
        fix: 'Restore the delivery, or give the buffer more room.',
        href:
          pipeline.delivery.state === 'delivering'
            ? settingsHref('buffer')
            : destinationHref(pipeline.destination),
      },
    ];
  },
};

/** After an outage the buffer seems to grow for a moment more. */
const OUTRUN_MS = 2 * 60_000;

const bufferFilling: Rule = {
  id: 'buffer-filling',
  severity: 'waiting',
  when: 'Data is delivered, but for two minutes more is collected than the destination takes: the buffer grows, and holds over 1 MB.',
  applies: (pipeline, { outrunSinceMs }) => {
    const { bytes, secondsToFull } = pipeline.buffer;
    if (outrunSinceMs === null || pipeline.atMs - outrunSinceMs < OUTRUN_MS) return [];
    if (bytes === null || bytes < WORTH_A_WORD_BYTES) return [];
    const time =
      secondsToFull === null ? '' : ` At this rate it is full in about ${roughDuration(secondsToFull)}.`;
    return [
      {
        title: 'More data comes in than goes out: the buffer grows.',
        consequence: `Nothing is lost yet: ${roughBytes(bytes)} waiting, so what arrives is late.${time}`,
        fix: `${sentence(destinationWords(pipeline.destination))} or the line to it is too slow for all this. Collect less, or scrape less often.`,
        href: settingsHref('sources'),
        sinceMs: outrunSinceMs,
      },
    ];
  },
};

const bufferDraining: Rule = {
  id: 'buffer-draining',
  severity: 'info',
  when: 'Data that waited, more than 1 MB, is being sent.',
  applies: (pipeline) => {
    const { bytes, secondsToDrain, trend } = pipeline.buffer;
    if (pipeline.delivery.state !== 'delivering' || trend !== 'draining') return [];
    if (bytes === null || bytes < WORTH_A_WORD_BYTES) return [];
    const time = secondsToDrain === null ? '' : `, about ${roughDuration(secondsToDrain)} to go`;
    return [
      {
        title: `What waited is being sent: ${roughBytes(bytes)} left${time}.`,
        consequence: 'New samples line up behind the older ones, so what arrives is late until then.',
        fix: 'Nothing.',
        href: '/services/vmagent',
      },
    ];
  },
};

/** Said an hour before it comes true. https://grafana.com/docs/grafana-cloud/cost-management-and-billing/ (limits) */
const TOLD_SECONDS = 3600;
const WINDOW_WORDS = 'two hours';

const backlogTooOld: Rule = {
  id: 'backlog-too-old',
  severity: 'warning',
  when: 'An hour and more of samples wait for Grafana Cloud, which takes samples out of order for two hours only.',
  applies: (pipeline) => {
    const { backlogSeconds } = pipeline.buffer;
    if (pipeline.destination.kind !== 'grafana-cloud') return [];
    if (backlogSeconds === null || backlogSeconds < TOLD_SECONDS) return [];
    return [
      {
        title: `About ${roughDuration(backlogSeconds)} of samples wait. Some of them may be refused.`,
        consequence: `If something else writes to the same account meanwhile, another Pi for example, Grafana Cloud refuses what is more than ${WINDOW_WORDS} older than that, and it is lost. If this Pi is alone, all of it is taken.`,
        fix: 'Restore the delivery soon. Until the backlog is sent, let nothing else write to this account.',
        href: destinationHref(pipeline.destination),
      },
    ];
  },
};

/** One chunk of the buffer, which the disk has to have room for beside the cap: lib/persistentqueue. */
const CHUNK_BYTES = 536_870_912;

/** vmagent tells the free space of the disk where that is less than what the cap leaves. */
function freeDisk({ bytes, capBytes, freeDiskBytes }: Pipeline['buffer']): number | null {
  if (bytes === null || freeDiskBytes === null) return null;
  return capBytes === null || freeDiskBytes < capBytes - bytes ? freeDiskBytes : null;
}

const diskNearlyFull: Rule = {
  id: 'disk-nearly-full',
  severity: 'warning',
  when: 'The disk of the buffer has less room than the cap allows the buffer to take, and less than 537 MB or a buffer that grows.',
  applies: (pipeline) => {
    const free = freeDisk(pipeline.buffer);
    if (free === null || (free >= CHUNK_BYTES && pipeline.buffer.trend !== 'filling')) return [];
    return [
      {
        title: `The disk is nearly full: ${roughBytes(free)} left, less than the buffer may need.`,
        consequence:
          'When the disk is full before the buffer is, vmagent ends, and nothing is collected until there is space.',
        fix: 'Free space on the Pi (`docker system df` shows what images and containers take), or make the buffer smaller.',
        href: settingsHref('buffer'),
      },
    ];
  },
};

export const bufferRules = [bufferNearlyFull, bufferFilling, bufferDraining, backlogTooOld, diskNearlyFull];
