import type { Failure, Pipeline, Rule, RuleResult } from '../types';
import {
  destinationHref,
  destinationWords,
  roughBytes,
  roughDuration,
  sentence,
  settingsHref,
} from '../words';

interface Words {
  title(where: string, failure: Failure): string;
  fix(pipeline: Pipeline): string;
  actionLabel: string;
}

const isCloud = (pipeline: Pipeline) => pipeline.destination.kind === 'grafana-cloud';
const isLocal = (pipeline: Pipeline) => pipeline.destination.kind === 'local';

const LOCAL_FIX = 'Look at the log of victoria-metrics, then restart it.';

/** Statuses that vmagent answers by keeping the block and trying again: app/vmagent/remotewrite/client.go. */
const WORDS: Record<Exclude<Failure['kind'], 'rejected'>, Words> = {
  unauthorised: {
    title: (where) => `${where} refuses the user name or the token.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'Put in a new token. The user name is the number of the Prometheus instance, not your e-mail.'
        : 'Put in the user name and password that the destination expects.',
    actionLabel: 'Put in a new token',
  },
  forbidden: {
    title: (where) => `${where} knows the token but does not let it write.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'Give the access policy of the token the scope metrics:write, or make a new token that has it.'
        : 'Give this user the right to write metrics at the destination.',
    actionLabel: 'Check the token',
  },
  'not-found': {
    title: (where) => `${where} has nothing at this address.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'Copy the remote-write URL from Grafana Cloud again. It ends in /api/prom/push.'
        : 'Check the path of the remote-write URL.',
    actionLabel: 'Correct the address',
  },
  'too-large': {
    title: (where) => `${where} says that the blocks of data are too large.`,
    fix: () =>
      'Lower -remoteWrite.maxBlockSize of vmagent, or raise the size limit of what stands before it.',
    actionLabel: 'Check the destination',
  },
  'rate-limited': {
    title: (where) => `${where} is limiting how much it takes.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'It tries again by itself. If it stays, collect fewer series or scrape less often: the plan’s limit is reached.'
        : 'It tries again by itself. If it stays, collect less or raise the limit at the destination.',
    actionLabel: 'See the sources',
  },
  'server-error': {
    title: (where, failure) => `${where} has a fault${failure.statusCode ? ` (${failure.statusCode})` : ''}.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'Nothing on the Pi has to be done: vmagent tries again by itself. status.grafana.com tells more.'
        : isLocal(pipeline)
          ? LOCAL_FIX
          : 'Look at the log of the destination. vmagent tries again by itself.',
    actionLabel: 'Check the destination',
  },
  'other-status': {
    title: (where, failure) =>
      `${where} does not take the data${failure.statusCode ? ` (status ${failure.statusCode})` : ''}.`,
    fix: () => 'Check the address and the credentials of the destination.',
    actionLabel: 'Check the destination',
  },
  network: {
    title: (where) => `${where} cannot be reached.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? 'Start victoria-metrics, or look at its log.'
        : 'Check the internet connection and the name in the address. vmagent tries again by itself.',
    actionLabel: 'Check the destination',
  },
};

/** "Nothing is lost yet: 18 MB are waiting, room for about 31 hours." */
function bufferSentence(pipeline: Pipeline): string {
  const { bytes, secondsToFull } = pipeline.buffer;
  const room = secondsToFull === null ? '' : `, room for about ${roughDuration(secondsToFull)}`;
  // The block that is being tried is not counted, so a buffer that looks empty still holds back data.
  const waiting = bytes === null || bytes < 1000 ? 'vmagent keeps the data' : `${roughBytes(bytes)} waiting`;
  return `Nothing is lost yet: ${waiting}${room}.`;
}

function href(pipeline: Pipeline, kind: Failure['kind']): string {
  if (kind === 'rate-limited' && !isLocal(pipeline)) return settingsHref('sources');
  return destinationHref(pipeline.destination);
}

/** One rule for each kind of failure that leaves the data waiting in the buffer. */
export const waitingRules: Rule[] = Object.entries(WORDS).map(([kind, words]) => ({
  id: `waiting-${kind}`,
  severity: 'waiting',
  applies: (pipeline): RuleResult[] => {
    const { failure, state } = pipeline.delivery;
    if (state !== 'waiting' || failure?.kind !== kind) return [];
    return [
      {
        title: words.title(sentence(destinationWords(pipeline.destination)), failure),
        consequence: bufferSentence(pipeline),
        fix: words.fix(pipeline),
        href: href(pipeline, failure.kind),
        evidence: failure.message,
        headline: {
          state: 'degraded',
          actionLabel: isLocal(pipeline) ? 'See victoria-metrics' : words.actionLabel,
        },
      },
    ];
  },
}));
