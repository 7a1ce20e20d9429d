import type { Page, Route } from '@playwright/test';
import type { ImageSupply, SourceImages } from '../../lib/schemas/images.ts';
import type { Job, JobStep } from '../../lib/schemas/job.ts';
import type { LaunchPlan } from '../../lib/schemas/launch.ts';
import type {
  DestinationInput,
  ProbeResult,
  SourcesCheck,
  SourcesInput,
  WizardState,
} from '../../lib/schemas/wizard.ts';

const noSecret = { isSet: false, lastFour: null };
const startedAtMs = Date.UTC(2026, 0, 5, 12);

export const firstVisit: WizardState = {
  step: 'destination',
  isComplete: false,
  destination: null,
  sources: null,
  cluster: null,
  suggestedCluster: 'raspberrypi',
  runningJobId: null,
};

export const answered: WizardState = {
  ...firstVisit,
  step: 'review',
  destination: {
    kind: 'grafana-cloud',
    url: 'https://prometheus-prod-13-prod-us-east-0.grafana.net/api/prom/push',
    username: '123456',
    secret: { isSet: true, lastFour: 'a1b2' },
  },
  sources: {
    pi: { enabled: true },
    containers: { enabled: true },
    aws: {
      enabled: true,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secret: { isSet: true, lastFour: 'EKEY' },
      regions: ['eu-west-1', 'us-east-1'],
    },
    gcp: {
      enabled: true,
      projectId: 'my-project-123',
      keyEmail: 'weir@my-project-123.iam.gserviceaccount.com',
    },
  },
  cluster: 'raspberrypi',
};

const words: Record<
  ProbeResult['outcome'],
  [message: string, hint: string | null, field: ProbeResult['field']]
> = {
  ok: ['prometheus-prod-13.grafana.net accepted the request.', null, null],
  'wrong-url': [
    'prometheus-prod-13.grafana.net answered 404.',
    'Copy the whole address; it ends in /api/prom/push.',
    'url',
  ],
  'unknown-host': [
    'The name prometheus-prod-99.grafana.net does not exist.',
    'Copy the address again.',
    'url',
  ],
  'no-network': [
    'No name can be looked up from this Pi.',
    'Check its cable or Wi-Fi and its DNS server.',
    null,
  ],
  refused: [
    '192.168.1.9 refuses connections at port 8428.',
    'Start the server there, or put its port right.',
    'url',
  ],
  timeout: ['No answer within 10 seconds.', 'Look for a firewall between the two.', 'url'],
  'tls-error': ['Its certificate has expired.', 'Check the clock of this Pi, then the address.', 'url'],
  'wrong-id': [
    'Grafana Cloud knows no instance 99.',
    'Copy Username / Instance ID from the same page.',
    'instanceId',
  ],
  'wrong-token': [
    'Grafana Cloud does not know this token.',
    'Generate a new one and paste it here.',
    'token',
  ],
  'wrong-id-or-token': ['The answer was 401.', 'Copy both again from the same page.', 'token'],
  'missing-scope': ['The answer was 403.', 'Make a token whose policy has metrics: Write.', 'token'],
  'rate-limited': [
    'The answer was 429: try again in 30 seconds.',
    'Nothing is wrong here. Wait a little.',
    null,
  ],
  'server-error': ['The answer was 503.', 'Nothing is wrong here. Try again in a few minutes.', null],
  unexpected: ['The answer was 418.', 'Check that the address is one for remote write.', 'url'],
};

export function probeResult(outcome: ProbeResult['outcome']): ProbeResult {
  const [message, hint, field] = words[outcome];
  return { outcome, message, hint, field, durationMs: 214 };
}

/** One sentence of each kind, as the panel says them. */
export const supplies: Record<ImageSupply['state'], ImageSupply> = {
  here: { state: 'here', words: 'What it needs is here already.' },
  download: { state: 'download', words: 'About 30 MB are downloaded when it is started.' },
  build: {
    state: 'build',
    words:
      'It is built on this Pi when it is started: about 150 MB are downloaded, and it takes some minutes.',
  },
  none: {
    state: 'none',
    words:
      'It cannot be had here. The name ghcr.io leads nowhere: this machine has no way to the internet, or its DNS does not work. Building it takes 2500 MB of disk for a while; 900 MB are free.',
  },
  unknown: {
    state: 'unknown',
    words: 'Whether something has to be fetched for it is not known: the Docker Engine does not answer.',
  },
};

export const plan: LaunchPlan = {
  words: [
    'Data goes to Grafana Cloud as instance 123456.',
    'This Pi and its containers are measured every minute.',
    'AWS is read in eu-west-1 and us-east-1 every 5 minutes.',
    'If the internet fails, up to 1 GiB is kept on this Pi and sent later.',
  ],
  files: [
    {
      path: 'compose/.env',
      action: 'change',
      diff: '--- compose/.env\n+++ compose/.env\n@@ -3,3 +3,3 @@\n-COMPOSE_PROFILES=\n+COMPOSE_PROFILES=aws,gcp,system,containers\n REMOTE_WRITE_USERNAME=123456\n-REMOTE_WRITE_TOKEN=\n+REMOTE_WRITE_TOKEN=…a1b2\n',
    },
    {
      path: 'compose/config/vmagent/prometheus.yml',
      action: 'change',
      diff: '@@ -1,4 +1,4 @@\n global:\n   external_labels:\n-    cluster: pi\n+    cluster: raspberrypi\n',
    },
    { path: 'compose/config/yace/config.yml', action: 'unchanged', diff: '' },
  ],
  services: [
    { name: 'vmagent', image: 'victoriametrics/vmagent:v1.149.0', supply: supplies.here },
    {
      name: 'yace',
      image: 'quay.io/prometheuscommunity/yet-another-cloudwatch-exporter:v0.67.0',
      supply: supplies.download,
    },
    { name: 'node-exporter', image: 'quay.io/prometheus/node-exporter:v1.12.1', supply: supplies.unknown },
  ],
  leftOut: [],
  problems: [],
};

const stepLabels: [id: string, label: string][] = [
  ['check', 'Check the settings'],
  ['images', 'Get the images'],
  ['validate', 'Let the programs read their configuration'],
  ['write', 'Write the files'],
  ['start', 'Start the services'],
  ['healthy', 'Wait until they are healthy'],
  ['scrape', 'See the first scrape'],
  ['deliver', 'See the first sample delivered'],
  ['sources', 'See that every source gives data'],
];

function steps(done: number, last: Partial<JobStep>): JobStep[] {
  return stepLabels.map(([id, label], index) => {
    const base: JobStep = {
      id,
      label,
      state: index < done ? 'done' : 'waiting',
      detail: null,
      progress: null,
      startedAtMs: index <= done ? startedAtMs + index * 2_000 : null,
      finishedAtMs: index < done ? startedAtMs + (index + 1) * 2_000 : null,
    };
    return index === done ? { ...base, ...last } : base;
  });
}

const job: Job = {
  id: 'job-1',
  kind: 'launch',
  title: 'Launch',
  service: null,
  state: 'running',
  steps: [],
  startedAtMs,
  finishedAtMs: null,
  outcome: null,
  error: null,
};

export const runningJob: Job = {
  ...job,
  startedAtMs: Date.now() - 8_000,
  steps: steps(1, {
    state: 'running',
    detail: 'Downloading victoriametrics/vmagent:v1.149.0',
    startedAtMs: Date.now() - 4_000,
    progress: { current: 7_400_000, total: 19_600_000, unit: 'bytes' },
  }),
};

export const failedJob: Job = {
  ...job,
  state: 'failed',
  steps: steps(7, {
    state: 'failed',
    detail: 'The destination answered 401.',
    finishedAtMs: startedAtMs + 20_000,
  }),
  finishedAtMs: startedAtMs + 20_000,
  error: {
    code: 'verify-failed',
    message: 'Grafana Cloud refuses the token.',
    hint: 'Put a new token into the step Destination. Data waits in the buffer until then.',
  },
};

export const succeededJob: Job = {
  ...job,
  state: 'succeeded',
  steps: steps(9, {}),
  finishedAtMs: startedAtMs + 14_000,
  outcome: 'The first sample was delivered after 9 s.',
};

export const buildingJob: Job = {
  ...job,
  startedAtMs: Date.now() - 70_000,
  steps: steps(1, {
    state: 'running',
    detail: 'Building cadvisor: Compiling: 220 of 410 packages',
    startedAtMs: Date.now() - 65_000,
    progress: { current: 3, total: 5, unit: 'steps' },
  }),
};

/** Set up, but for one source. */
export const partialJob: Job = {
  ...succeededJob,
  outcome: `Your data is arriving, without Containers: ${supplies.none.words} The first sample was delivered 14 s after the launch.`,
  leftOut: [
    {
      service: 'cadvisor',
      reason: `The image ghcr.io/google/cadvisor:v0.60.5 is not here and cannot be had. ${supplies.none.words.slice(23)}`,
      action: 'start',
    },
  ],
};

const refused = 'AWS refuses the secret: it does not belong to this access key. Check the access key.';
/** Set up, but one source has nothing to give. */
export const blindJob: Job = {
  ...succeededJob,
  leftOut: [{ service: 'yace', reason: refused, action: null }],
};

export const keyFile = JSON.stringify({
  type: 'service_account',
  project_id: 'my-project-123',
  private_key: '-----BEGIN PRIVATE KEY-----\nnot a key\n-----END PRIVATE KEY-----\n',
  client_email: 'weir@my-project-123.iam.gserviceaccount.com',
});

/** A source each for the ways to an image. */
export const sourceImages: SourceImages = {
  sources: [
    { source: 'pi', ...supplies.here },
    { source: 'containers', ...supplies.download },
    { source: 'aws', ...supplies.build },
    { source: 'gcp', ...supplies.none },
  ],
};

/** The server half of the wizard as a test wants it to be; change its fields at any time. */
export interface FakeWizard {
  state: WizardState;
  probe: ProbeResult;
  check: SourcesCheck;
  plan: LaunchPlan;
  images: SourceImages;
  job: Job | null;
  /** Path to what is answered instead, for failures. */
  failures: Map<string, { status: number; body: object } | 'cut'>;
  /** Bodies of the requests that changed or tested something. */
  sent: { path: string; body: unknown }[];
}

/** Answers `/api/wizard/**` and `/api/jobs/**` in the browser. */
export async function fakeWizard(page: Page, state: WizardState = firstVisit): Promise<FakeWizard> {
  const fake: FakeWizard = {
    state,
    probe: probeResult('ok'),
    check: {
      aws: { ok: true, message: 'The key has the right form.', field: null },
      gcp: { ok: true, message: 'A service account key for my-project-123.', projectId: 'my-project-123' },
    },
    plan,
    images: sourceImages,
    job: null,
    failures: new Map(),
    sent: [],
  };
  const handle = async (route: Route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    const body: unknown = request.method() === 'GET' ? null : request.postDataJSON();
    if (body !== null) fake.sent.push({ path, body });
    const failure = fake.failures.get(path);
    if (failure === 'cut') return route.abort('connectionfailed');
    if (failure) return route.fulfill({ status: failure.status, json: failure.body });
    return route.fulfill(answer(fake, path, body));
  };
  await page.route('**/api/wizard', handle);
  await page.route('**/api/wizard/**', handle);
  await page.route('**/api/jobs/**', handle);
  await page.route('**/api/stream', (route) => route.abort());
  return fake;
}

function answer(fake: FakeWizard, path: string, body: unknown): { status?: number; json: object } {
  switch (path) {
    case '/api/wizard':
      return { json: fake.state };
    case '/api/wizard/destination':
      return {
        json: save(fake, { step: 'sources', destination: savedDestination(body as DestinationInput) }),
      };
    case '/api/wizard/sources':
      return { json: save(fake, { step: 'name', sources: savedSources(body as SourcesInput) }) };
    case '/api/wizard/name':
      return { json: save(fake, { step: 'review', cluster: (body as { cluster: string }).cluster }) };
    case '/api/wizard/destination/test':
      return { json: fake.probe };
    case '/api/wizard/sources/check':
      return { json: fake.check };
    case '/api/wizard/images':
      return { json: fake.images };
    case '/api/wizard/review':
      return { json: fake.plan };
    case '/api/wizard/launch':
      fake.job ??= runningJob;
      return { status: 202, json: { jobId: fake.job.id } };
    default:
      return fake.job
        ? { json: fake.job }
        : { status: 404, json: envelope('not-found', 'There is no such job.') };
  }
}

export function envelope(code: string, message: string, fieldErrors?: Record<string, string>) {
  return { error: { code, message, requestId: 'req-1', hint: 'Try again in a moment.', fieldErrors } };
}

const order = ['destination', 'sources', 'name', 'review', 'launch'];

function save(fake: FakeWizard, change: Partial<WizardState>): WizardState {
  const step = change.step ?? fake.state.step;
  const isFurther = order.indexOf(step) > order.indexOf(fake.state.step);
  fake.state = { ...fake.state, ...change, step: isFurther ? step : fake.state.step };
  return fake.state;
}

function savedDestination(input: DestinationInput): WizardState['destination'] {
  if (input.kind === 'local') return { kind: 'local', url: '', username: '', secret: noSecret };
  const isCloud = input.kind === 'grafana-cloud';
  const given = isCloud ? input.token : input.password;
  return {
    kind: input.kind,
    url: input.url,
    username: isCloud ? input.instanceId : input.username,
    secret: given ? { isSet: true, lastFour: given.slice(-4) } : noSecret,
  };
}

function savedSources(input: SourcesInput): WizardState['sources'] {
  const { aws, gcp, pi, containers } = input;
  return {
    pi,
    containers,
    aws: {
      enabled: aws.enabled,
      accessKeyId: aws.accessKeyId,
      regions: aws.regions,
      secret: aws.secretAccessKey ? { isSet: true, lastFour: aws.secretAccessKey.slice(-4) } : noSecret,
    },
    gcp: {
      enabled: gcp.enabled,
      projectId: gcp.projectId,
      keyEmail: gcp.keyJson ? String(JSON.parse(gcp.keyJson).client_email) : null,
    },
  };
}
