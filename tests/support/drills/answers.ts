import type { FakeDestination } from '../fakes/fake-destination.ts';
import type { Drill } from './drill.ts';

type Answer = NonNullable<FakeDestination['answer']>;

/** The destination keeps what it is sent from the store, in a way that vmagent tries again. */
function refuses(what: string, finding: string, answer: Answer, more: Partial<Drill> = {}): Drill {
  return {
    what,
    finding,
    claim: 'waiting',
    fault: ({ gate }) => {
      gate.answer = answer;
    },
    mend: ({ gate }) => {
      gate.answer = null;
    },
    ...more,
  };
}

/** The destination answers so that vmagent throws the block away. */
function rejects(what: string, finding: string, status: number, body: string): Drill {
  return refuses(what, finding, { status, body }, { claim: 'lost' });
}

const gateway = (reason: string) =>
  JSON.stringify({ status: 'error', error: `authentication error: ${reason}` });
const mimir = (id: string) => `the sample has been rejected (err-mimir-${id})`;

/** What the destination answers, with bodies as users of Grafana Cloud have reported them. */
export const answerDrills: Drill[] = [
  refuses(
    'wrong token (401)',
    'waiting-wrong-token',
    { status: 401, body: gateway('invalid token') },
    { isInBrowser: true },
  ),
  refuses('wrong user name (401)', 'waiting-wrong-id', {
    status: 401,
    body: gateway('legacy auth cannot be upgraded because the host is not found'),
  }),
  refuses('token without the right to write (403)', 'waiting-missing-scope', {
    status: 403,
    body: gateway('invalid scope requested'),
  }),
  refuses('wrong path (404)', 'waiting-not-found', { status: 404, body: '404 page not found' }),
  refuses('blocks too large (413)', 'waiting-too-large', { status: 413, body: '' }),
  refuses('limit of active series (429)', 'waiting-series-limit', {
    status: 429,
    body: mimir('max-active-series'),
  }),
  refuses('fault of the destination (503)', 'waiting-server-error', { status: 503, body: 'upstream' }),
  refuses('disk of the destination full (503)', 'waiting-read-only', {
    status: 503,
    body: 'cannot store metrics: the storage is in read-only mode',
  }),
  refuses('connection closed without an answer', 'waiting-closed', 'cut'),
  // A loss is told for a while after it has ended, so these come last; each is known by its own words.
  rejects('out of order (400)', 'losing-out-of-order', 400, mimir('sample-out-of-order')),
  rejects('too old (400)', 'losing-too-old', 400, mimir('sample-timestamp-too-old')),
  rejects('too many labels (409)', 'losing-label-limit', 409, mimir('max-label-names-per-series')),
  rejects('limit of series (400)', 'losing-series-limit', 400, mimir('max-series-per-user')),
  rejects('cannot be decoded (400)', 'losing-undecodable', 400, 'snappy: corrupt input'),
  {
    what: 'real VictoriaMetrics, at a path that takes no samples (400)',
    finding: 'losing-rejected',
    claim: 'lost',
    fault: ({ gate }) => {
      gate.path = '/no-such-path';
    },
    mend: ({ gate }) => {
      gate.path = '/api/v1/write';
    },
  },
];

/** In a lane whose vmagent waits for as long as it is asked to. */
export const pauseDrills: Drill[] = [
  refuses(
    'rate limited (429, Retry-After: 7)',
    'waiting-rate-limited',
    { status: 429, body: 'slow down', headers: { 'retry-after': '7' } },
    {
      // Before the second refusal: vmagent says at once for how long it pauses.
      withinSeconds: 7,
      check: (_, { seen }) => {
        const said = seen[0]?.finding.consequence ?? '';
        if (!said.includes('The next try comes 7 s after')) throw new Error(`The pause is not said: ${said}`);
        return null;
      },
    },
  ),
];

const PORTAL: Answer = {
  status: 200,
  body: `<!doctype html><title>Sign in to this network</title>${'<p>Accept</p>'.repeat(200)}`,
  headers: { 'content-type': 'text/html' },
};

/** What vmagent counts as a delivery, and nobody keeps: nothing fails, so it is looked for, and found within a minute. */
export const impostorDrills: Drill[] = [
  {
    // First, while vmagent is young: what it has sent since its start is then enough for the question.
    what: 'captive portal that begins right after a new panel has asked who answers',
    finding: 'losing-not-remote-write',
    claim: 'lost',
    withinSeconds: 60,
    fault: async (lane, begins) => {
      await lane.stopPanel();
      const asked = new Promise<void>((resolve) => {
        lane.gate.onQuestion = resolve;
      });
      await lane.startPanel();
      await asked;
      lane.gate.answer = PORTAL;
      begins();
    },
    mend: ({ gate }) => {
      gate.answer = null;
    },
    arrivesWithinSeconds: 60,
  },
  {
    what: 'captive portal (200 with a web page)',
    finding: 'losing-not-remote-write',
    claim: 'lost',
    withinSeconds: 60,
    fault: ({ gate }) => {
      gate.answer = PORTAL;
    },
    mend: ({ gate }) => {
      gate.answer = null;
    },
    arrivesWithinSeconds: 60,
  },
  {
    what: 'redirect to a login page (302)',
    finding: 'losing-not-remote-write',
    claim: 'lost',
    withinSeconds: 60,
    fault: ({ gate, thing }) => {
      thing.page = { status: 200, body: '<!doctype html><title>Log in</title>' };
      gate.answer = { status: 302, body: '', headers: { location: `http://${thing.target}/login` } };
    },
    mend: ({ gate, thing }) => {
      gate.answer = null;
      thing.recover();
    },
    arrivesWithinSeconds: 60,
  },
];
