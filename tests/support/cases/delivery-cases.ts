import { AT_MS } from '../fakes/fake-pipeline.ts';
import { both, buffer, delivery, failing, failure, losing, loss } from '../panel/judge.ts';
import type { Case } from './verdict-case.ts';

/** Deliveries that fail, data that is lost, and the buffer. */
export const DELIVERY_CASES: Case[] = [
  {
    rule: 'losing-rejected',
    when: 'blocks are rejected',
    change: losing({}),
    severity: 'losing',
    state: 'losing',
    headline: 'Data is being lost: Grafana Cloud rejects it',
  },
  {
    rule: 'losing-buffer-full',
    when: 'the buffer overflows',
    change: losing({ reason: 'buffer-full', bytes: 5e6 }),
    severity: 'losing',
    state: 'losing',
    headline: 'the buffer is full',
  },
  ...(['redirect', 'page', 'text'] as const).map(
    (kind): Case => ({
      rule: 'losing-not-remote-write',
      when: `a ${kind} is what the destination answers, and vmagent counts it as a delivery`,
      change: both(delivery({ state: 'losing' }), (_, context) => {
        context.impostor = { kind, sinceMs: AT_MS - 60_000, words: 'HTTP 302, to portal.example' };
      }),
      severity: 'losing',
      state: 'losing',
      headline: kind === 'redirect' ? 'sends vmagent on to another address' : 'in the place of Grafana Cloud',
    }),
  ),
  ...([null, 'aws'] as const).map(
    (source): Case => ({
      rule: 'arrival-missing',
      when: `vmagent delivers, and the store on this Pi has nothing of ${source ? 'AWS' : 'it'}`,
      change: (pipeline, context) => {
        pipeline.destination = { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' };
        context.missing = [{ source, newestAtMs: AT_MS - 720_000, sinceMs: AT_MS - 720_000 }];
      },
      ...(source && { id: `arrival-missing-${source}` }),
      severity: 'losing',
      state: 'losing',
      headline: `the store on this Pi shows nothing new${source ? ' of AWS' : '.'}`,
    }),
  ),
  {
    rule: 'arrival-missing',
    when: 'vmagent delivers, and Grafana Cloud shows the others and nothing of AWS',
    change: (_, context) => {
      context.missing = [{ source: 'aws', newestAtMs: null, sinceMs: AT_MS - 720_000 }];
    },
    id: 'arrival-missing-aws',
    severity: 'losing',
    state: 'losing',
    headline: 'Grafana Cloud shows nothing new of AWS',
  },
  {
    rule: 'arrival-contradicted',
    when: 'vmagent delivers, and Grafana Cloud shows nothing of this Pi',
    change: both(delivery({ state: 'unknown' }), (pipeline, context) => {
      pipeline.destination = { kind: 'grafana-cloud', url: 'https://prometheus-1.grafana.net/api/prom/push' };
      context.missing = [{ source: null, newestAtMs: null, sinceMs: AT_MS - 120_000 }];
    }),
    severity: 'warning',
    state: 'unknown',
    headline: 'Grafana Cloud shows nothing new of this Pi',
  },
  {
    rule: 'proof-refused',
    when: 'Grafana Cloud takes samples and refuses the token for reading',
    change: (_, context) => {
      context.unread = {
        message: 'The token may not read (HTTP 403).',
        hint: 'Put in one of an access policy with the scope metrics:read.',
        sinceMs: AT_MS - 90_000,
      };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  ...(['damaged', 'address', null] as const).map(
    (discard): Case => ({
      rule: 'losing-buffer-gone',
      when: `what waited in the buffer is gone (${discard ?? 'no reason is known'})`,
      change: losing({ reason: 'buffer-gone', discard, blocks: 0, bytes: 220_000 }),
      severity: 'losing',
      state: 'losing',
      headline: 'Data was lost',
    }),
  ),
  {
    rule: 'waiting',
    when: 'no reason is known',
    change: delivery({ state: 'waiting' }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'does not take the data',
  },
  {
    rule: 'stalled',
    when: 'neither success nor error comes',
    change: delivery({ state: 'stalled' }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'Nothing has reached Grafana Cloud',
  },
  {
    rule: 'delivery-starting',
    when: 'the panel has only just begun to watch',
    change: delivery({ state: 'starting' }),
    severity: 'info',
    state: 'unknown',
    headline: 'Checking whether your data arrives',
  },
  {
    rule: 'delivery-starting',
    when: 'vmagent has only just been started',
    change: both(delivery({ state: 'starting' }), (pipeline) => {
      pipeline.vmagent.startedAtMs = pipeline.atMs - 10_000;
    }),
    severity: 'info',
    state: 'unknown',
    headline: 'Waiting for the first delivery',
  },
  {
    rule: 'delivery-slowed',
    when: 'every other block is refused',
    change: delivery({ failure: failure('rate-limited', 429) }),
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'buffer-nearly-full',
    when: 'four fifths are used',
    change: both(failing('network'), (pipeline) => {
      Object.assign(pipeline.buffer, { bytes: 2 ** 30 * 0.85, trend: 'filling', secondsToFull: 7200 });
    }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'cannot be reached',
  },
  {
    rule: 'lost-recently',
    when: 'blocks were rejected a while ago',
    change: (_, context) => {
      context.loss = loss({ isOngoing: false });
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  ...(
    [
      ['unauthorised', 401, 'Grafana Cloud refuses the user name or the token'],
      ['forbidden', 403, 'does not let it write'],
      ['not-found', 404, 'has nothing at this address'],
      ['too-large', 413, 'too large'],
      ['rate-limited', 429, 'is limiting how much it takes'],
      ['server-error', 503, 'has a fault (503)'],
      ['other-status', 302, 'does not take the data (status 302)'],
      ['network', null, 'cannot be reached'],
    ] as const
  ).map(([kind, code, headline]) => ({
    rule: `waiting-${kind}`,
    when: `the destination answers ${code ?? 'nothing'}`,
    change: failing(kind, code),
    severity: 'waiting',
    state: 'degraded' as const,
    headline,
  })),
  ...(
    [
      ['dns', 'network', null, 'Grafana Cloud cannot be found: its name leads nowhere'],
      ['no-route', 'network', null, 'This Pi has no route to Grafana Cloud'],
      ['refused', 'network', null, 'Grafana Cloud refuses the connection'],
      ['timeout', 'network', null, 'Grafana Cloud does not answer in time'],
      ['closed', 'network', null, 'Grafana Cloud breaks the connection off'],
      ['tls-time', 'network', null, 'The certificate of Grafana Cloud is not valid today'],
      ['tls', 'network', null, 'Grafana Cloud cannot prove who it is'],
      ['secret-file', 'network', null, 'vmagent cannot read the token'],
      ['wrong-address', 'unauthorised', 401, 'This is the address of a Grafana'],
      ['wrong-id', 'unauthorised', 401, 'knows no metrics instance with this ID'],
      ['wrong-token', 'unauthorised', 401, 'refuses the token: it is mistyped, expired or deleted'],
      ['missing-scope', 'forbidden', 403, 'its policy does not let it write metrics'],
      ['read-only', 'server-error', 503, 'its disk is full'],
      ['series-limit', 'rate-limited', 429, 'takes no more series'],
    ] as const
  ).map(([cause, kind, code, headline]) => ({
    rule: `waiting-${cause}`,
    when: `the failure’s words say ${cause}`,
    change: failing(kind, code, cause),
    severity: 'waiting',
    state: 'degraded' as const,
    headline,
  })),
  ...(
    [
      ['series-limit', 'takes no more series'],
      ['out-of-order', 'Grafana Cloud has newer samples of the same series'],
      ['too-old', 'the samples are too old for Grafana Cloud'],
      ['too-new', 'come from the future'],
      ['duplicate', 'another value for the same moment'],
      ['label-limit', 'does not take the labels'],
      ['undecodable', 'cannot read it'],
    ] as const
  ).map(([cause, headline]) => ({
    rule: `losing-${cause}`,
    when: `blocks are rejected as ${cause}`,
    change: losing({}, cause),
    severity: 'losing',
    state: 'losing' as const,
    headline,
  })),
  {
    rule: 'losing-series-brake',
    when: 'one target brings up 100,000 series',
    change: (_, context) => {
      context.brake = { lastAtMs: AT_MS, isOngoing: true, rows: 80_000, limit: 20_000 };
    },
    severity: 'losing',
    state: 'losing',
    headline: 'the sources have more than 20,000 series within an hour',
  },
  {
    rule: 'lost-recently',
    when: 'the brake on series has let go',
    change: (_, context) => {
      context.brake = { lastAtMs: AT_MS, isOngoing: false, rows: 80_000, limit: 20_000 };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'delivery-slow',
    when: 'the destination owes an answer',
    change: (_, context) => {
      context.slowness = { requestSeconds: 0.2, unansweredSeconds: 20 };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'delivery-slow',
    when: 'every answer takes ten seconds',
    change: (_, context) => {
      context.slowness = { requestSeconds: 10, unansweredSeconds: null };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'buffer-filling',
    when: 'more comes in than goes out',
    change: both(buffer({ bytes: 4e6, trend: 'filling', secondsToFull: 90_000 }), (_, context) => {
      context.outrunSinceMs = AT_MS - 120_000;
    }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'buffer-draining',
    when: 'an outage is over',
    change: buffer({ bytes: 4e6, trend: 'draining', secondsToDrain: 240 }),
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
  {
    rule: 'backlog-too-old',
    when: 'more than an hour of samples waits',
    change: both(failing('network'), buffer({ bytes: 4e6, trend: 'filling', backlogSeconds: 4000 })),
    severity: 'warning',
    state: 'degraded',
    headline: 'cannot be reached',
  },
  {
    rule: 'disk-nearly-full',
    when: 'the disk has less room than the buffer may take',
    change: buffer({ freeDiskBytes: 2e8 }),
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
];
