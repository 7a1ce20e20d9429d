import type { Failure, Pipeline } from '../terms/types';
import type { SettingsForm } from '../terms/words';

/** How one cause of waiting data is told. */
export interface Words {
  /** What makes Weir find it, for docs/findings.md. */
  when: string;
  title(where: string, failure: Failure): string;
  fix(pipeline: Pipeline): string;
  actionLabel: string;
  /** The settings that help, where it is not the destination's own. */
  form?: SettingsForm;
}

export const isCloud = (pipeline: Pipeline) => pipeline.destination.kind === 'grafana-cloud';
export const isLocal = (pipeline: Pipeline) => pipeline.destination.kind === 'local';

export const LOCAL_FIX = 'Look at the log of victoria-metrics, then restart it.';
export const NEW_TOKEN =
  'Put in a new token: on grafana.com, My Account, your stack, Prometheus, Details, “Generate now”. The user name is the number that stands there, not your e-mail.';

/**
 * Statuses that vmagent answers by keeping the block and trying again: app/vmagent/remotewrite/client.go. Told so
 * where the destination's own words say no more.
 */
export const KINDS: Record<Exclude<Failure['kind'], 'rejected'>, Words> = {
  unauthorised: {
    when: 'The destination answers 401 and does not say whether it is the user name or the token.',
    title: (where) => `${where} refuses the user name or the token.`,
    fix: (pipeline) =>
      isCloud(pipeline) ? NEW_TOKEN : 'Put in the user name and password that the destination expects.',
    actionLabel: 'Put in a new token',
  },
  forbidden: {
    when: 'The destination answers 403.',
    title: (where) => `${where} knows the token but does not let it write.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'Give the access policy of the token the scope metrics:write, or make a new token that has it.'
        : 'Give this user the right to write metrics at the destination.',
    actionLabel: 'Check the token',
  },
  'not-found': {
    when: 'The destination answers 404.',
    title: (where) => `${where} has nothing at this address.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'Copy the remote-write URL from Grafana Cloud again. It ends in /api/prom/push.'
        : 'Check the path of the remote-write URL.',
    actionLabel: 'Correct the address',
  },
  'too-large': {
    when: 'The destination, or a proxy before it, answers 413.',
    title: (where) => `${where} says that the blocks of data are too large.`,
    fix: () =>
      'Raise the size limit of what stands before the destination, or add a lower -remoteWrite.maxBlockSize to vmagent in compose/docker-compose.yml.',
    actionLabel: 'Check the destination',
  },
  'rate-limited': {
    when: 'The destination answers 429. vmagent waits for as long as its Retry-After asks, at most a minute.',
    title: (where) => `${where} is limiting how much it takes.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? 'After an outage it passes by itself: what waited is more than may be sent at once. If it stays, collect fewer series or scrape less often: the plan’s limit is reached.'
        : 'It tries again by itself. If it stays, collect less or raise the limit at the destination.',
    actionLabel: 'See the sources',
    form: 'sources',
  },
  'server-error': {
    when: 'The destination answers 500 or more.',
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
    when: 'The destination answers with any other status that is no success.',
    title: (where, failure) =>
      `${where} does not take the data${failure.statusCode ? ` (status ${failure.statusCode})` : ''}.`,
    fix: () => 'Check the address and the credentials of the destination.',
    actionLabel: 'Check the destination',
  },
  network: {
    when: 'Requests to the destination end without an HTTP answer, and vmagent’s log does not say why.',
    title: (where) => `${where} cannot be reached.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? 'Start victoria-metrics, or look at its log.'
        : 'Check the internet connection and the name in the address. vmagent tries again by itself.',
    actionLabel: 'Check the destination',
  },
};
