import type { Page } from '@playwright/test';
import type { Sessions, Tokens } from '../../lib/schemas/auth.ts';
import type { FileDiff } from '../../lib/schemas/file-diff.ts';
import type { Changes, Revision, RevisionDetail } from '../../lib/schemas/revision.ts';
import type { ChangePlan, FilterPreview } from '../../lib/schemas/settings.ts';
import { NOW_MS } from './snapshot-parts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0';
export const sessions: Sessions = {
  sessions: [
    {
      id: 'this-session',
      openedAtMs: NOW_MS - 3 * DAY,
      seenAtMs: NOW_MS,
      userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`,
      address: '192.168.1.20',
      isThisOne: true,
    },
    {
      id: 'phone-session',
      openedAtMs: NOW_MS - 12 * DAY,
      seenAtMs: NOW_MS - 2 * HOUR,
      userAgent: `Mozilla/5.0 (Linux; Android 14; Pixel 7) ${chrome} Mobile Safari/537.36`,
      address: 'fd12:3456:789a:1:8c2e:91ff:fe04:77a1',
      isThisOne: false,
    },
    {
      id: 'script-session',
      openedAtMs: NOW_MS - 20 * DAY,
      seenAtMs: NOW_MS - 19 * DAY,
      userAgent: 'python-requests/2.32',
      address: '192.168.1.77',
      isThisOne: false,
    },
  ],
};
export const tokens: Tokens = { tokens: [{ scope: 'read', tail: 'x7Qa', createdAtMs: NOW_MS - 12 * DAY }] };

const interval: FileDiff = {
  path: 'config/vmagent/prometheus.yml',
  action: 'change',
  diff: '@@ -77,7 +77,7 @@\n   # This machine.\n   - job_name: node-exporter\n-    scrape_interval: 60s\n+    scrape_interval: 15s\n     file_sd_configs:\n       - files: [targets/node-exporter.yml]\n',
};
const token: FileDiff = {
  path: '.env',
  action: 'change',
  diff: '@@ -12,3 +12,3 @@\n REMOTE_WRITE_USERNAME=123456\n-REMOTE_WRITE_TOKEN=(secret 3f2a)\n+REMOTE_WRITE_TOKEN=(secret 91cc)\n',
};

const entry = (id: number, agoMs: number, rest: Partial<Revision>): Revision => ({
  id,
  atMs: NOW_MS - agoMs,
  who: 'owner',
  title: '',
  reason: null,
  files: ['.env'],
  isCurrent: false,
  ...rest,
});
export const revisions: Revision[] = [
  entry(14, 4 * MINUTE, {
    title: 'Scrape interval of node-exporter: 60 s → 15 s',
    reason: 'Finer graphs while I look for the leak',
    files: ['config/vmagent/prometheus.yml'],
    isCurrent: true,
  }),
  entry(13, 3 * HOUR, { title: 'New token for Grafana Cloud', who: 'token' }),
  entry(12, 2 * DAY, {
    title: 'Edited by hand: .env, config/yace/config.yml',
    who: 'hand',
    files: ['.env', 'b'],
  }),
  entry(11, 9 * DAY, {
    title: 'Source AWS switched on in eu-central-1 and us-east-1',
    files: ['a', 'b', 'c'],
  }),
  entry(1, 30 * DAY, { title: 'The files as they were found', who: 'panel', files: [] }),
];
export const revision: RevisionDetail = {
  ...entry(13, 3 * HOUR, {
    title: 'New token for Grafana Cloud',
    who: 'token',
    reason: 'The old one leaked',
  }),
  changes: [token],
};
export const restorePlan: ChangePlan = {
  revision: 'a1b2c3d4e5f60718',
  files: [interval],
  effects: [{ kind: 'reload', service: 'vmagent' }],
  words: [
    'This Pi is read every 60 s instead of every 15 s.',
    'vmagent reads its file again and keeps running; nothing is lost.',
  ],
  problems: [],
  question: null,
};

const agreed: Changes = {
  revision: 'a1b2c3d4e5f60718',
  handEdits: [],
  drift: [],
  unseen: [],
  unsettled: null,
};
export const changes = {
  agreed,
  edited: { ...agreed, handEdits: [interval, token] },
  drifted: {
    ...agreed,
    drift: [{ service: 'yace', words: 'It runs with `YACE_SCRAPING_INTERVAL=300`; the files say 60.' }],
  },
  both: {
    ...agreed,
    handEdits: [interval],
    drift: [{ service: 'yace', words: 'It runs with `YACE_SCRAPING_INTERVAL=300`; the files say 60.' }],
  },
  unsettled: {
    ...agreed,
    unsettled: 'It is put right as soon as the Docker engine answers. Until then nothing can be changed.',
  },
} as const satisfies Record<string, Changes>;

const metric = (name: string, series: number, kept = series) => ({ name, series, kept });
export const preview: FilterPreview = {
  offered: 1204,
  kept: 268,
  keptNow: 312,
  metrics: [
    metric('node_cpu_seconds_total', 32),
    metric('node_network_receive_bytes_total', 12, 5),
    metric('node_network_transmit_queue_length', 12, 0),
    metric('node_filesystem_avail_bytes', 9),
    metric('node_systemd_unit_state', 840, 0),
    ...Array.from({ length: 80 }, (_, i) => metric(`node_netstat_Tcp_field_with_a_long_name_${i}`, 1, i % 2)),
  ],
};

/** What these screens are given; change its fields at any time. */
export interface FakeHistory {
  sessions: Sessions;
  tokens: Tokens;
  revisions: Revision[];
  revision: RevisionDetail;
  restorePlan: ChangePlan;
  changes: Changes;
  preview: FilterPreview;
  /** `METHOD path` to what is answered instead. */
  failures: Map<string, { status: number; body: object }>;
  /** What was sent: `METHOD path`, body, If-Match. */
  sent: { what: string; body: unknown; ifMatch: string | null }[];
}

/** Answers for the history, changes outside the panel, the account and the filter's preview. Call it last. */
export async function fakeHistory(page: Page, change: Partial<FakeHistory> = {}): Promise<FakeHistory> {
  const fake: FakeHistory = {
    sessions,
    tokens,
    revisions,
    revision,
    restorePlan,
    changes: changes.agreed,
    preview,
    failures: new Map(),
    sent: [],
    ...change,
  };
  await page.route(/\/api\/(sessions|token|revisions|changes|settings\/filters)\b/, async (route) => {
    const request = route.request();
    const what = `${request.method()} ${new URL(request.url()).pathname}`;
    fake.sent.push({
      what,
      body: request.postDataJSON(),
      ifMatch: (await request.headerValue('if-match')) ?? null,
    });
    const failure = fake.failures.get(what);
    if (failure) return route.fulfill({ status: failure.status, json: failure.body });
    const json = answer(fake, what);
    return json === null ? route.fulfill({ status: 204 }) : route.fulfill({ json });
  });
  return fake;
}

function answer(fake: FakeHistory, what: string): object | null {
  if (what === 'GET /api/sessions') return fake.sessions;
  if (what === 'GET /api/token') return fake.tokens;
  if (what === 'POST /api/token') return { token: `weir_${'3fQ9xTz'.repeat(6)}e`, scope: 'write' };
  if (what === 'GET /api/revisions') return { revisions: fake.revisions };
  if (what.endsWith('/plan')) return fake.restorePlan;
  if (what.startsWith('GET /api/revisions/')) return fake.revision;
  if (what === 'GET /api/changes') return fake.changes;
  if (what.endsWith('/preview')) return fake.preview;
  return what.startsWith('POST ') ? { jobId: 'apply-1' } : null;
}
