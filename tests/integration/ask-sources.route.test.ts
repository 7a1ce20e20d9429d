import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GET as askProgress, POST as askSources } from '@/app/api/wizard/sources/ask/route';
import { POST as checkSources } from '@/app/api/wizard/sources/check/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import {
  type AskProgress,
  type SourceAnswer,
  type SourceAnswers,
  sourceAnswersSchema,
} from '@/lib/schemas/source-answer';
import type { SourcesCheck } from '@/lib/schemas/wizard';
import { type FakeAws, startFakeAws } from '../support/fakes/aws/fake-aws.ts';
import { ACCOUNT, KEY_ID, key, oneAccount, SECRET } from '../support/fakes/aws/world.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../support/fakes/gcp/keys.ts';
import { exampleProject } from '../support/fakes/gcp/projects.ts';
import { type FakeGoogle, startFakeGoogle } from '../support/fakes/gcp/server.ts';
import { lanAddress } from '../support/fakes/receivers.ts';
import { smallWorld } from '../support/fixtures/aws-world.ts';
import { claim, type Owner } from '../support/panel/panel-client.ts';
import { freshStack, panelRequest } from '../support/panel/route-call.ts';
import { waitFor } from '../support/run/exec.ts';
import { PI_ONLY } from '../support/stack/pipeline.ts';

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
let aws: FakeAws;

beforeEach(async () => {
  stack = freshStack();
  aws = await startFakeAws(lanAddress(), oneAccount(smallWorld()));
  appendFileSync(path.join(stack.dir, '.env'), `\nAWS_ENDPOINT_URL=${aws.url}\n`);
  owner = await claim();
});
afterEach(async () => {
  await aws.close();
  stack.remove();
});

const form = (more: object = {}) => ({
  ...PI_ONLY,
  aws: { enabled: true, accessKeyId: KEY_ID, secretAccessKey: SECRET, regions: ['eu-west-1'], ...more },
});

async function ask(body: object): Promise<SourceAnswer | undefined> {
  const answers = await owner.call<SourceAnswers>(askSources, { method: 'POST', body });
  expect(sourceAnswersSchema.parse(answers)).toEqual(answers);
  for (const secret of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64')])
    expect(JSON.stringify(answers)).not.toContain(secret);
  return answers.aws;
}

describe('AWS asked with what the form holds', () => {
  test('says for each service of YACE’s file what the regions of the form would give, and saves nothing', async () => {
    const before = readFileSync(path.join(stack.dir, '.env'), 'utf8');
    const answer = await ask(form({ regions: ['eu-west-1', 'us-east-1'] }));
    expect(answer?.identity).toEqual({ account: ACCOUNT, who: `arn:aws:iam::${ACCOUNT}:user/weir` });
    expect(answer?.rows.map(({ service, place, state, found }) => [service, place, state, found])).toEqual([
      ['Lambda', 'us-east-1', 'warn', 0],
      ['SQS', 'us-east-1', 'warn', 0],
      ['ECS', 'us-east-1', 'warn', 0],
      ['API Gateway, REST', 'us-east-1', 'warn', 0],
      ['Lambda', 'eu-west-1', 'warn', 2],
      ['SQS', 'eu-west-1', 'warn', 2],
      ['ECS', 'eu-west-1', 'ok', 2],
      ['API Gateway, REST', 'eu-west-1', 'warn', 1],
    ]);
    expect(readFileSync(path.join(stack.dir, '.env'), 'utf8')).toBe(before);
    expect(existsSync(path.join(stack.stateDir, 'setup-draft.json'))).toBe(false);
  });

  test('asks the account of a role that the form names, and not that of the key where the form does not', async () => {
    const arn = 'arn:aws:iam::210987654321:role/weir';
    aws.world.accounts['210987654321'] = { alias: null, regions: { 'eu-west-1': smallWorld() } };
    aws.world.keys[KEY_ID] = key({ roles: [arn] });
    aws.world.roles[arn] = { externalId: 'x1', denied: [] };
    const services = ['sqs'];
    const roles = [{ arn, externalId: 'x1' }];
    const both = await ask(form({ services, roles, ownAccount: true }));
    const places = ['eu-west-1', 'eu-west-1/210987654321'];
    expect(both?.rows.map(({ service, place, found }) => [service, place, found])).toEqual(
      places.map((place) => ['SQS', place, 2]),
    );
    const other = await ask(form({ services, roles, ownAccount: false }));
    expect(other?.rows.map(({ place }) => place)).toEqual(places.slice(1));
    const own = await ask(form({ services, roles: [], ownAccount: true }));
    expect(own?.rows.map(({ place }) => place)).toEqual(places.slice(0, 1));
  });

  test('uses the secret that is set where the form holds none, and only for its own key', async () => {
    await owner.call(saveSources, { method: 'PUT', body: form() });
    const { secretAccessKey: _, ...bare } = form().aws;
    expect((await ask({ ...PI_ONLY, aws: bare }))?.rows).toHaveLength(4);
    const other = await ask({ ...PI_ONLY, aws: { ...bare, accessKeyId: 'AKIAFAKEFAKEFAKEGONE' } });
    expect(other?.problem?.message).toContain('Enter the secret access key');
    expect(aws.calls.every((call) => call.key === KEY_ID)).toBe(true);
  });

  test('for the settings takes no secret of answers that nobody launched', async () => {
    await owner.call(saveSources, { method: 'PUT', body: form() });
    const { secretAccessKey: _, ...bare } = form().aws;
    const body = { ...PI_ONLY, aws: bare };
    const asked = await owner.call<SourceAnswers>(askSources, {
      method: 'POST',
      body,
      query: '?of=settings',
    });
    expect(asked.aws?.problem?.message).toContain('Enter the secret access key');
    expect(aws.requests).toEqual([]);
    const checked = await owner.call<SourcesCheck>(checkSources, {
      method: 'POST',
      body,
      query: '?of=settings',
    });
    expect(checked.aws).toMatchObject({ ok: false, field: 'secretAccessKey' });
    expect((await owner.call<SourcesCheck>(checkSources, { method: 'POST', body })).aws?.ok).toBe(true);
  });

  test('sends nothing of a form whose fields are mixed up', async () => {
    const answer = await ask(form({ accessKeyId: SECRET }));
    expect(answer?.problem?.message).toContain('This looks like the secret access key.');
    expect(aws.requests).toEqual([]);
  });

  test('sends nothing into the stack, whatever .env says', async () => {
    appendFileSync(path.join(stack.dir, '.env'), `\nAWS_ENDPOINT_URL=http://127.0.0.1:8429\n`);
    const answer = await ask(form());
    expect(answer?.problem).toMatchObject({
      state: 'unknown',
      message: expect.stringContaining('this Pi itself'),
    });
  });

  test('says how far it is to whoever knows its id, until it is over', async () => {
    const id = '11-22-33-44';
    const progress = (of = id) => owner.call<AskProgress>(askProgress, { query: `?id=${of}` });
    expect(await progress()).toEqual({ asked: 0, answered: 0 });
    aws.world.faults = [{ action: 'tag:GetResources', does: 'hang' }];
    const stop = new AbortController();
    const call = panelRequest(`/x?id=${id}`, { method: 'POST', body: form(), cookie: owner.cookie });
    const asking = askSources(new Request(call, { signal: stop.signal }));
    const seen = await waitFor('an answer', async () => {
      const now = await progress();
      return now.answered > 0 && now;
    });
    expect(seen.asked).toBeGreaterThan(seen.answered);
    expect(await progress('11-22-33-45')).toEqual({ asked: 0, answered: 0 });
    stop.abort();
    expect((await asking).status).toBe(200);
    expect(await progress()).toEqual({ asked: 0, answered: 0 });
    const stranger = await askProgress(panelRequest(`/x?id=${id}`));
    expect(stranger.status).toBe(401);
  });

  test('says how far it is while another with its id is over', async () => {
    const id = '11-22-33-44';
    const progress = () => owner.call<AskProgress>(askProgress, { query: `?id=${id}` });
    aws.world.faults = [{ action: 'tag:GetResources', does: 'hang' }];
    const start = () => {
      const stop = new AbortController();
      const call = panelRequest(`/x?id=${id}`, { method: 'POST', body: form(), cookie: owner.cookie });
      return { stop, asking: askSources(new Request(call, { signal: stop.signal })) };
    };
    const isSeen = () => waitFor('an answer', async () => (await progress()).answered > 0);
    const first = start();
    await isSeen();
    const second = start();
    await waitFor('the second', async () => aws.counters.calls['sts:GetCallerIdentity'] === 2);
    await isSeen();
    first.stop.abort();
    await first.asking;
    expect((await progress()).answered).toBeGreaterThan(0);
    second.stop.abort();
    await second.asking;
    expect(await progress()).toEqual({ asked: 0, answered: 0 });
  });

  test('is not asked while it is off, nor often, nor by a stranger', async () => {
    expect(await ask(form({ enabled: false }))).toBeUndefined();
    expect(aws.requests).toEqual([]);
    const once = (cookie: string | undefined) =>
      askSources(panelRequest('/x', { method: 'POST', body: form({ enabled: false }), cookie }));
    expect((await once(undefined)).status).toBe(401);
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await once(owner.cookie)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

describe('Google Cloud asked with what the form holds', () => {
  const PROJECT = 'garden-pond';
  const keyJson = fakeGoogleKey(PROJECT);
  let google: FakeGoogle;
  beforeEach(async () => {
    google = await startFakeGoogle(lanAddress(), {
      accounts: accountsOf(keyJson),
      projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(keyJson).email]) },
    });
    appendFileSync(path.join(stack.dir, '.env'), `\nWEIR_GOOGLE_ENDPOINT_URL=${google.url}\n`);
  });
  afterEach(() => google.close());

  const gcp = { enabled: true, projectId: PROJECT, keyJson };
  async function askGoogle(more: object = {}): Promise<SourceAnswer | undefined> {
    const body = { ...PI_ONLY, gcp: { ...gcp, ...more } };
    const answers = await owner.call<SourceAnswers>(askSources, { method: 'POST', body });
    expect(sourceAnswersSchema.parse(answers)).toEqual(answers);
    return answers.gcp;
  }

  test('says for each service of the exporter’s flags what the project would give, and saves nothing', async () => {
    const answer = await askGoogle();
    expect(answer?.problem).toBeNull();
    expect(answer?.rows.map(({ service, place, state }) => [service, place, state])).toEqual(
      ['Cloud Run', 'Pub/Sub', 'Cloud Functions'].map((name) => [name, PROJECT, 'ok']),
    );
    expect(existsSync(path.join(stack.dir, 'config/gcp/key.json'))).toBe(false);
    const chosen = await askGoogle({ services: ['pubsub'], prefixes: ['run.googleapis.com/no_such'] });
    expect(chosen?.rows.map(({ service, state }) => [service, state])).toEqual([
      ['Pub/Sub', 'ok'],
      ['run.googleapis.com/no_such', 'wrong'],
    ]);
  });

  test('sends nothing for what is no key of Google’s, nor into the stack', async () => {
    const elsewhere = fakeGoogleKey(PROJECT, 'http://evil.example/token');
    expect((await askGoogle({ keyJson: elsewhere }))?.problem?.message).toContain(
      'another server than Google’s',
    );
    expect(google.calls).toEqual([]);
    appendFileSync(path.join(stack.dir, '.env'), '\nWEIR_GOOGLE_ENDPOINT_URL=http://127.0.0.1:8429\n');
    expect((await askGoogle())?.problem).toMatchObject({
      state: 'unknown',
      message: expect.stringContaining('this Pi itself'),
    });
  });
});
