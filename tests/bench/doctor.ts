// How long asking both clouds takes, and what it leaves in the memory of the panel: npm run bench:doctor (needs root and a
// build; no engine). The clouds are stand-ins on this machine, so it is the panel's own time.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { startFakeAws } from '../support/fakes/aws/fake-aws.ts';
import {
  ACCOUNT,
  key as awsKey,
  cluster,
  ecsService,
  KEY_ID,
  lambda,
  oneAccount,
  queue,
  restApi,
  SECRET,
} from '../support/fakes/aws/world.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../support/fakes/gcp/keys.ts';
import { exampleProject } from '../support/fakes/gcp/projects.ts';
import { startFakeGoogle } from '../support/fakes/gcp/server.ts';
import { lanAddress } from '../support/fakes/receivers.ts';
import { startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import { freePort } from '../support/run/ports.ts';
import { runDir } from '../support/run/run-dir.ts';
import { PI_ONLY } from '../support/stack/pipeline.ts';
import { copyCompose } from '../support/stack/stack.ts';
import { asShipped } from './as-shipped.ts';
import { collectGarbage, inspectAt } from './garbage.ts';
import { median, memoryOf } from './processes.ts';

const ASKS = 10;
const MOST_SECONDS = 3;
const MOST_MB = 3;
/** Longer than the time limit of asking, which holds what was asked. */
const REST_MS = 25_000;
/** The panel lets nobody ask more often for long. */
const PAUSE_MS = 10_500;
const FREE = 5;
const PROJECT = 'garden-pond';

interface Told {
  rows: { state: string }[];
  problem: { message: string } | null;
  durationMs: number;
}

const key = fakeGoogleKey(PROJECT);
const TAG = { env: 'prod' };
const resources = [
  ...Array.from({ length: 30 }, (_, i) => lambda(`f${i}`, TAG)),
  ...Array.from({ length: 10 }, (_, i) => queue(`q${i}`, i % 2 === 0 ? TAG : null)),
  ...[cluster('main', TAG), ecsService('main', 'web', TAG), ecsService('main', 'worker', null)],
  restApi('a1b2c3d4e5', 'shop', TAG),
];
const regions = { 'eu-west-1': resources, 'us-east-1': resources };
const OTHERS = ['210987654321', '333333333333'];
const roles = OTHERS.map((account) => ({ arn: `arn:aws:iam::${account}:role/weir`, externalId: '' }));
const arns = roles.map(({ arn }) => arn);
const aws = await startFakeAws(lanAddress(), {
  ...oneAccount(),
  accounts: Object.fromEntries([ACCOUNT, ...OTHERS].map((id) => [id, { alias: 'acme-prod', regions }])),
  keys: { [KEY_ID]: awsKey({ roles: arns }) },
  roles: Object.fromEntries(arns.map((arn) => [arn, { externalId: null, denied: [] }])),
});
const google = await startFakeGoogle(lanAddress(), {
  accounts: accountsOf(key),
  projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(key).email]) },
});
const stateDir = runDir('bench', 'doctor');
const stackDir = path.join(stateDir, 'stack');
copyCompose(stackDir);
appendFileSync(
  path.join(stackDir, '.env'),
  `\nAWS_ENDPOINT_URL=${aws.url}\nWEIR_GOOGLE_ENDPOINT_URL=${google.url}\n`,
);
const shipped = asShipped();
const env = {
  ...shipped.env,
  WEIR_STATE_DIR: stateDir,
  WEIR_STACK_DIR: stackDir,
  DOCKER_HOST: `unix://${path.join(stateDir, 'no-engine.sock')}`,
};
const inspectPort = await freePort();
const panel = await startPanel(
  { stateDir, ports: { WEIR_PORT: await freePort() }, env },
  { ...shipped, nodeFlags: [...shipped.nodeFlags, inspectAt(inspectPort)] },
);
const kept = async () => {
  await collectGarbage(panel.pid, inspectPort);
  return memoryOf(panel.pid);
};
await panel.claim();

const body = {
  ...PI_ONLY,
  aws: {
    ...{ enabled: true, accessKeyId: KEY_ID, secretAccessKey: SECRET, regions: ['eu-west-1', 'us-east-1'] },
    services: ['lambda', 'sqs', 'ecs', 'api-rest'],
  },
  gcp: { enabled: true, projectId: PROJECT, keyJson: key },
};

async function ask(more: object = {}): Promise<{ aws: Told; gcp: Told }> {
  const asked = { ...body, aws: { ...body.aws, ...more } };
  const answers = await panel.json<{ aws: Told; gcp: Told }>('POST', '/api/wizard/sources/ask', asked);
  for (const { problem } of Object.values(answers)) if (problem) throw new Error(problem.message);
  return answers;
}

// A form checks what is typed before anybody asks: what that loads is not the doctor's.
await panel.json('POST', '/api/wizard/sources/check', body);
await sleep(REST_MS);
// A panel that has just started grows by itself for a while.
const young = await kept();
await sleep((ASKS - FREE) * PAUSE_MS + REST_MS);
const before = await kept();
const seconds = { aws: [] as number[], gcp: [] as number[] };
for (let n = 0; n < ASKS; n += 1) {
  if (n >= FREE) await sleep(PAUSE_MS);
  const answers = await ask();
  seconds.aws.push(answers.aws.durationMs / 1000);
  seconds.gcp.push(answers.gcp.durationMs / 1000);
  if (n === 0) console.log(`Rows: AWS ${answers.aws.rows.length}, Google Cloud ${answers.gcp.rows.length}.`);
}
await sleep(REST_MS);
const held = memoryOf(panel.pid);
const after = await kept();
await sleep(PAUSE_MS);
const { aws: three } = await ask({ roles, ownAccount: true });
await panel.stop();
await Promise.all([aws.close(), google.close()]);

const said = (all: number[]) =>
  `first ${all[0]?.toFixed(2)} s, median ${median(all).toFixed(2)} s, most ${Math.max(...all).toFixed(2)} s`;
const met = (isMet: boolean) => (isMet ? 'met' : 'MISSED');
console.log(
  `AWS, 2 regions × 4 services: ${said(seconds.aws)} (at most ${MOST_SECONDS} s: ${met(Math.max(...seconds.aws) <= MOST_SECONDS)})`,
);
console.log(
  `AWS, 2 regions × 4 services × 3 accounts: ${(three.durationMs / 1000).toFixed(2)} s, ${three.rows.length} rows`,
);
console.log(
  `Google Cloud, 3 services: ${said(seconds.gcp)} (at most ${MOST_SECONDS} s: ${met(Math.max(...seconds.gcp) <= MOST_SECONDS)})`,
);
const anon = after.anonMb - before.anonMb;
console.log(
  `Memory that the panel keeps, anonymous: ${young.anonMb.toFixed(1)} → ${before.anonMb.toFixed(1)} MB in the same time without asking, then ${after.anonMb.toFixed(1)} MB after ${ASKS} asks of both (${anon >= 0 ? '+' : ''}${anon.toFixed(1)}; at most +${MOST_MB}: ${met(anon <= MOST_MB)}), with ${(held.anonMb - after.anonMb).toFixed(1)} MB more until the next collection; PSS ${young.pssMb.toFixed(1)} → ${before.pssMb.toFixed(1)} → ${after.pssMb.toFixed(1)} MB`,
);
