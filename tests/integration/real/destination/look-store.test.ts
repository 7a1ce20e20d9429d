import { once } from 'node:events';
import { copyFileSync, cpSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as readLabels } from '@/app/api/expression/labels/route';
import { GET as readNames } from '@/app/api/expression/names/route';
import { GET as readExpression } from '@/app/api/expression/route';
import { GET as readMetric } from '@/app/api/stored/[metric]/route';
import { GET as readStored } from '@/app/api/stored/route';
import type { DashboardView } from '@/lib/schemas/look/dashboard';
import type { Labels, Names } from '@/lib/schemas/look/expression';
import type { Stored } from '@/lib/schemas/look/stored';
import { hub } from '@/lib/server/sampler/hub';
import { snapshots } from '../../../support/fixtures/snapshots';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState, freshStack } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import {
  type RunningProcess,
  startVictoriaMetrics,
  startVmagent,
  type VmagentProcess,
} from '../../../support/stack/vmagent-process';

/** What the panel's routes make of a real VictoriaMetrics on this Pi, to which a real vmagent writes. */
let exporter: Server;
let store: RunningProcess;
let vmagent: VmagentProcess;
let stack: ReturnType<typeof freshStack>;
let owner: Owner;

const SAYS = `# HELP jobs_done Jobs that are done.
# TYPE jobs_done counter
jobs_done{kind="mail"} 7
jobs_done{kind="backup"} 2
# HELP took_seconds How long it took
# TYPE took_seconds histogram
took_seconds_bucket{le="1"} 1
took_seconds_bucket{le="+Inf"} 1
took_seconds_sum 0.2
took_seconds_count 1
`;

const look = () => hub().publish({ ...snapshots.delivering, destination: { kind: 'local', url: store.url } });

beforeAll(async () => {
  // Of a release that keeps what exporters say.
  store = await startVictoriaMetrics('sid');
  exporter = createServer((_, response) => response.end(SAYS)).listen(0, '127.0.0.1');
  await once(exporter, 'listening');
  const { port } = exporter.address() as AddressInfo;
  const config = [
    'global: {scrape_interval: 1s, external_labels: {cluster: attic}}',
    'scrape_configs:',
    `- {job_name: thing, static_configs: [{targets: ["127.0.0.1:${port}"]}]}`,
  ];
  const write = `${store.url}/api/v1/write`;
  vmagent = await startVmagent('sid', await freePort(), write, [], `${config.join('\n')}\n`);
  process.env.WEIR_VICTORIA_METRICS_URL = store.url;
  stack = freshStack();
  cpSync(path.join(stack.dir, 'config.example'), path.join(stack.dir, 'config'), { recursive: true });
  copyFileSync(path.join(stack.dir, '.env.example'), path.join(stack.dir, '.env'));
  owner = await claim();
  look();
});
afterAll(async () => {
  stack?.remove();
  await vmagent?.stop();
  await store?.stop();
  exporter?.close();
});

/** As after a restart of the panel: nothing is kept. */
function later(): void {
  forgetProcessState();
  look();
}

test('a metric has the help text and the type that its exporter says', async () => {
  const stored = await waitFor('what exporters say', async () => {
    later();
    const answer = await owner.call<Stored>(readStored, { query: '?q=how%20long' });
    return answer.state === 'read' && answer.matching === 3 && answer;
  });
  expect(stored.metrics).toEqual(
    ['bucket', 'count', 'sum'].map((part) => ({
      name: `took_seconds_${part}`,
      series: part === 'bucket' ? 2 : 1,
      help: 'How long it took',
    })),
  );
  const view = await owner.call<DashboardView>(readMetric, { params: { metric: 'jobs_done' } });
  // By its name it would be no counter.
  expect(view).toMatchObject({
    state: 'read',
    about: 'Jobs that are done. 2 series now.',
    panels: [{ unit: 'per-second' }, {}],
  });
});

const run = (q: string) =>
  owner.call<DashboardView>(readExpression, { query: `?span=1&q=${encodeURIComponent(q)}` });

test('an expression is drawn, also one without a series', async () => {
  const view = await waitFor('two scrapes', async () => {
    later();
    const drawn = await run('sum by (kind) (jobs_done) # of all');
    return drawn.state === 'read' && drawn.panels.every(({ problem }) => problem === null) && drawn;
  });
  expect(view).toMatchObject({
    about: '2 series now.',
    panels: [{ lines: [{ name: 'backup' }, { name: 'mail' }] }, { headings: ['kind'], rows: [{}, {}] }],
  });
  expect(await run('1 + 1')).toMatchObject({ panels: [{ problem: null }, { rows: [{ value: 2 }] }] });
});

test.each([
  ['up{', /^It is refused: .*unexpected token/],
  ['foo(up)', /^It is refused: unsupported function "foo"$/],
  ['up[5m]', /does not give one value at a time/],
])('%s is refused in words that say why', async (q, refusal) =>
  expect(await run(q)).toMatchObject({ state: 'silent', refusal: expect.stringMatching(refusal) }),
);

test('names, labels and values are there for the completion', async () => {
  const { names } = await owner.call<Names>(readNames);
  expect(names).toContainEqual({ name: 'jobs_done', type: 'counter', help: 'Jobs that are done.' });
  const labels = (query: string) => owner.call<Labels>(readLabels, { query });
  expect((await labels('?metric=jobs_done')).labels).toContain('kind');
  expect(await labels('?metric=jobs_done&label=kind')).toEqual({ labels: ['backup', 'mail'] });
  expect((await labels('?label=job')).labels).toContain('thing');
});
