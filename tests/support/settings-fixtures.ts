import type { Page, Route } from '@playwright/test';
import type { Budget } from '../../lib/schemas/budget.ts';
import type { Job, JobStep } from '../../lib/schemas/job.ts';
import type { ChangePlan, Settings, SettingsChange } from '../../lib/schemas/settings.ts';
import type { ProbeResult, SourcesCheck } from '../../lib/schemas/wizard.ts';
import { budgets } from './budget-fixtures.ts';
import { NOW_MS } from './snapshot-parts.ts';
import { answered, probeResult, sourceImages } from './wizard-fixtures.ts';

const { destination, sources } = answered;
if (!destination || !sources) throw new Error('The answered wizard has both.');

/** A Pi with everything on. */
export const settings: Settings = {
  revision: 'a1b2c3d4e5f60718',
  destination,
  sources,
  scrape: {
    vmagent: { intervalSeconds: 30, timeoutSeconds: null, isOn: true },
    yace: { intervalSeconds: 300, timeoutSeconds: 30, isOn: true },
    'stackdriver-exporter': { intervalSeconds: 60, timeoutSeconds: 55, isOn: true },
    'node-exporter': { intervalSeconds: 60, timeoutSeconds: null, isOn: true },
    cadvisor: { intervalSeconds: 60, timeoutSeconds: 30, isOn: false },
    weir: { intervalSeconds: 60, timeoutSeconds: null, isOn: true },
  },
  ownJobs: [],
  labels: { cluster: 'pi-attic', site: 'home', rack: 'shelf-2' },
  filters: {
    vmagent: { mode: 'slim', rules: [], handWritten: 0 },
    yace: {
      mode: 'slim',
      rules: [{ action: 'drop', label: '__name__', pattern: 'aws_sqs_.*' }],
      handWritten: 0,
    },
    'stackdriver-exporter': { mode: 'full', rules: [], handWritten: 1 },
    'node-exporter': { mode: 'slim', rules: [], handWritten: 0 },
    cadvisor: { mode: 'slim', rules: [], handWritten: 0 },
    weir: { mode: 'slim', rules: [], handWritten: 0 },
  },
  buffer: { maxBytes: 1_073_741_824, leastBytes: 536_870_912, mostBytes: 19e9 },
  retention: { days: 14 },
  plan: { series: 10_000, pointsPerMinute: 10_000, maxSeries: 20_000 },
  panel: { hostName: 'raspberrypi', allowedHosts: ['pi.example.org'], ownMetrics: true },
  locked: {},
};

export const emptyPlan: ChangePlan = {
  revision: settings.revision,
  files: [],
  effects: [],
  words: [],
  problems: [],
  question: null,
};

export const intervalPlan: ChangePlan = {
  ...emptyPlan,
  words: [
    'This Pi is read every 15 s instead of every 60 s.',
    'vmagent reads its file again and keeps running; nothing is lost.',
  ],
  effects: [{ kind: 'reload', service: 'vmagent' }],
  files: [
    {
      path: 'config/vmagent/prometheus.yml',
      action: 'change',
      diff: '@@ -77,7 +77,7 @@\n   # This machine.\n   - job_name: node-exporter\n-    scrape_interval: 60s\n+    scrape_interval: 15s\n     scrape_align_interval: 5s\n     file_sd_configs:\n       - files: [targets/node-exporter.yml]\n',
    },
  ],
};

export const waitingPlan: ChangePlan = {
  ...emptyPlan,
  words: [
    'Data goes to metrics.example.com instead of Grafana Cloud.',
    'vmagent restarts, about 5 s; what is scraped in that time is missing.',
  ],
  effects: [{ kind: 'recreate', service: 'vmagent' }],
  files: [
    {
      path: '.env',
      action: 'change',
      diff: '@@ -12,5 +12,5 @@\n-WEIR_DESTINATION=grafana-cloud\n+WEIR_DESTINATION=other\n-REMOTE_WRITE_TOKEN=…a1b2\n+REMOTE_WRITE_TOKEN=…9f3e\n',
    },
  ],
  question: { waitingBytes: 182_000_000, choices: ['deliver', 'keep', 'drop'] },
};

const labels: [id: string, label: string][] = [
  ['check', 'Check the new settings'],
  ['write', 'Write the files'],
  ['act', 'Let vmagent read them'],
  ['verify', 'See that vmagent runs them'],
];

function steps(done: number, last: Partial<JobStep>): JobStep[] {
  return labels.map(([id, label], index) => ({
    id,
    label,
    state: index < done ? 'done' : 'waiting',
    detail: null,
    progress: null,
    startedAtMs: index <= done ? NOW_MS - 2_000 + index * 300 : null,
    finishedAtMs: index < done ? NOW_MS - 1_700 + index * 300 : null,
    ...(index === done && last),
  }));
}

const apply: Job = {
  id: 'apply-1',
  kind: 'apply',
  title: 'Scrape interval of node-exporter: 60 s → 15 s',
  service: null,
  state: 'running',
  steps: steps(2, { state: 'running', detail: 'vmagent reads its file again.' }),
  startedAtMs: NOW_MS - 2_000,
  finishedAtMs: null,
  outcome: null,
  error: null,
};

export const applyJobs = {
  running: apply,
  succeeded: {
    ...apply,
    state: 'succeeded',
    steps: steps(4, {}),
    finishedAtMs: NOW_MS - 800,
    outcome: 'vmagent runs the new settings. Verified after 0.4 s.',
  },
  failed: {
    ...apply,
    state: 'failed',
    steps: steps(3, { state: 'failed', detail: 'vmagent kept its old settings.', finishedAtMs: NOW_MS }),
    finishedAtMs: NOW_MS,
    error: {
      code: 'verify-failed',
      message: 'vmagent refused the new settings. The previous state is back.',
      hint: 'Its log says why; what you entered is still here.',
    },
  },
} as const satisfies Record<string, Job>;

/** The server half of the settings as a test wants it to be; change its fields at any time. */
export interface FakeSettings {
  settings: Settings;
  plan: ChangePlan;
  /** What an apply becomes; null: nothing had to be done. */
  job: Job | null;
  probe: ProbeResult;
  check: SourcesCheck;
  budget: Budget;
  /** Path to what is answered instead, for failures. */
  failures: Map<string, { status: number; body: object } | 'cut'>;
  /** Changes that were sent to be applied, with the revision that they were made for. */
  applied: { change: SettingsChange; ifMatch: string | null }[];
}

/** Answers `/api/settings/**`, the wizard's checks and `/api/jobs/**` in the browser. Call it after `fakeLive`. */
export async function fakeSettings(page: Page, change: Partial<FakeSettings> = {}): Promise<FakeSettings> {
  const fake: FakeSettings = {
    settings,
    plan: intervalPlan,
    job: applyJobs.succeeded,
    probe: probeResult('ok'),
    check: {
      aws: { ok: true, message: 'The key has the right form.', field: null },
      gcp: { ok: true, message: 'A service account key for my-project-123.', projectId: 'my-project-123' },
    },
    budget: budgets.within,
    failures: new Map(),
    applied: [],
    ...change,
  };
  const handle = async (route: Route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    const key = request.method() === 'PUT' ? `PUT ${path}` : path;
    const failure = fake.failures.get(key);
    if (failure === 'cut') return route.abort('connectionfailed');
    if (key === 'PUT /api/settings') {
      const ifMatch = (await request.headerValue('if-match')) ?? null;
      fake.applied.push({ change: request.postDataJSON(), ifMatch });
    }
    if (failure) return route.fulfill({ status: failure.status, json: failure.body });
    return route.fulfill(answer(fake, key));
  };
  await page.route('**/api/settings', handle);
  await page.route('**/api/settings/**', handle);
  await page.route('**/api/budget', handle);
  await page.route('**/api/wizard/**', handle);
  await page.route('**/api/jobs/*', handle);
  return fake;
}

function answer(fake: FakeSettings, key: string): { status?: number; json: object } {
  switch (key) {
    case '/api/settings':
      return { json: fake.settings };
    case '/api/budget':
      return { json: fake.budget };
    case '/api/settings/plan':
      return { json: { ...fake.plan, revision: fake.settings.revision } };
    case 'PUT /api/settings':
      return { status: 202, json: { jobId: fake.job?.id ?? null } };
    case '/api/wizard/destination/test':
      return { json: fake.probe };
    case '/api/wizard/images':
      return { json: sourceImages };
    case '/api/wizard/sources/check':
      return { json: fake.check };
    default:
      return fake.job ? { json: fake.job } : { status: 404, json: {} };
  }
}
