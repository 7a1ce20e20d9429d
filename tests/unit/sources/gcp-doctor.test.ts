import { afterEach, describe, expect, test } from 'vitest';
import { gcpPermissions } from '@/lib/pipeline/sources/gcp/gcloud';
import { type GcpServiceId, gcpServiceIds } from '@/lib/pipeline/sources/gcp/services';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { keyIn } from '@/lib/server/sources/gcp/doctor/assertion';
import { askDoctor } from '@/lib/server/sources/gcp/doctor/doctor';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys';
import { exampleProject } from '../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server';
import type { Fault, GoogleState } from '../../support/fakes/gcp/state';
import { lanAddress } from '../../support/fakes/receivers';
import { abortWhen } from '../../support/run/abort-when';

const PROJECT = 'garden-pond';
const OTHER = 'garden-shed';
const keyJson = fakeGoogleKey(PROJECT);
const { email } = readGoogleKey(keyJson);
const NAMES = ['Cloud Run', 'Pub/Sub', 'Cloud Functions'];
const PERMISSION = `may not read ${PROJECT}, or there is no such project`;

let google: FakeGoogle | undefined;
afterEach(() => google?.close());

const world = (more: Partial<GoogleState> = {}): Partial<GoogleState> => ({
  accounts: accountsOf(keyJson),
  projects: { [PROJECT]: exampleProject(PROJECT, [email]), [OTHER]: exampleProject(OTHER, [email]) },
  ...more,
});
const faults = (...all: Fault[]) => world({ faults: all });

interface More {
  projects?: string[];
  services?: GcpServiceId[];
  prefixes?: string[];
  signal?: AbortSignal;
}

async function ask(given: Partial<GoogleState>, more: More = {}): Promise<SourceAnswer> {
  google = await startFakeGoogle(lanAddress(), given);
  const { projects = [PROJECT], services = [...gcpServiceIds], prefixes = [] } = more;
  const key = keyIn(keyJson);
  if (key === null) throw new Error('The key of the test is none.');
  const signal = more.signal ?? new AbortController().signal;
  return askDoctor({ key, endpoint: google.url, signal }, { projects, services, prefixes });
}

const unwell = ({ rows }: SourceAnswer) => rows.filter(({ state }) => state !== 'ok');

describe('a good key', () => {
  test('is somebody’s, and every service of every project gives data, for one series each', async () => {
    const answer = await ask(world(), { projects: [PROJECT, OTHER] });
    expect(answer).toMatchObject({
      problem: null,
      identity: { account: PROJECT, who: email },
      notes: [],
    });
    expect(Math.abs(answer.clockAheadSeconds ?? 99)).toBeLessThanOrEqual(1);
    expect(answer.rows.map(({ service, place, state }) => [service, place, state])).toEqual(
      [PROJECT, OTHER].flatMap((project) => NAMES.map((name) => [name, project, 'ok'])),
    );
    expect(google?.counts()).toEqual({ token: 1, metricDescriptors: 10, timeSeries: 10, series: 10 });
    const series = google?.calls.filter(({ method }) => method === 'timeSeries') ?? [];
    for (const { params } of series) {
      expect(params.get('view')).toBe('HEADERS');
      expect(params.get('pageSize')).toBe('1');
      expect(params.get('filter')).not.toContain('_by_region');
    }
  });

  test('may have a clock that Google bears; how far it is off is said to the second', async () => {
    const answer = await ask(world({ clockAheadMs: 31 * 60_000 + 12_000 }));
    expect(unwell(answer)).toEqual([]);
    expect(Math.abs((answer.clockAheadSeconds ?? 0) + 1872)).toBeLessThanOrEqual(1);
    expect(answer.notes[0]).toMatch(
      /^This Pi’s clock is wrong, and Google still accepts it\. It is 31 min 1[123] s behind\.$/,
    );
  });
});

describe('each permission of the smallest role', () => {
  const at = {
    'monitoring.metricDescriptors.list': 'metricDescriptors',
    'monitoring.timeSeries.list': 'timeSeries',
  } as const;

  test.each(gcpPermissions)('without %s nothing comes, and it is named', async (permission) => {
    const answer = await ask(faults({ kind: 'no-permission', at: at[permission] }));
    expect(answer.problem).toMatchObject({
      state: 'wrong',
      message: expect.stringMatching(new RegExp(`${PERMISSION}.* Missing: ${permission}\\.$`)),
      fix: expect.stringContaining(
        `gcloud projects add-iam-policy-binding ${PROJECT} --member serviceAccount:${email} --role roles/monitoring.viewer`,
      ),
    });
    expect(answer.identity?.who).toBe(email);
  });

  test.each(gcpPermissions)('without %s for one service, exactly that one is red', async (permission) => {
    const answer = await ask(faults({ kind: 'no-permission', at: at[permission], type: 'pubsub.' }));
    expect(unwell(answer)).toMatchObject([
      { service: 'Pub/Sub', state: 'wrong', message: expect.stringContaining(`Missing: ${permission}.`) },
    ]);
  });

  test('both that are missing, or a project that is not there, are told together', async () => {
    const answer = await ask(world(), { projects: [PROJECT, 'no-such-pond'] });
    expect(unwell(answer)).toHaveLength(3);
    expect(unwell(answer)[0]?.message).toBe(
      `Google knows the key, but it may not read no-such-pond, or there is no such project: Google says the same of both. Missing: ${gcpPermissions.join(', ')}.`,
    );
  });
});

describe('a key that Google does not take', () => {
  test.each<[string, Partial<GoogleState>, string, string]>([
    ['was deleted', world({ accounts: { [email]: {} } }), 'it was deleted', 'keys create weir-key.json'],
    [
      'of an account that is gone',
      world({ accounts: {} }),
      'there is no service account',
      'an account that exists',
    ],
    [
      'that another file belongs to',
      world({ accounts: accountsOf(fakeGoogleKey(PROJECT)) }),
      'it was deleted',
      email,
    ],
  ])('%s', async (_what, given, words, fix) => {
    const answer = await ask(given);
    expect(answer).toMatchObject({ identity: null, rows: [] });
    expect(answer.problem).toMatchObject({ state: 'wrong', message: expect.stringContaining(words) });
    expect(answer.problem?.fix).toContain(fix);
  });

  test.each([
    [-31, 'ahead'],
    [125, 'behind'],
  ])('for the clock, which is %s min off', async (minutes, end) => {
    const { problem, clockAheadSeconds = 0 } = await ask(world({ clockAheadMs: minutes * 60_000 }));
    expect(problem).toMatchObject({ state: 'wrong', fix: expect.stringContaining('timedatectl') });
    expect(problem?.message).toMatch(new RegExp(`the Pi’s clock is wrong\\. It is .* ${end}\\.$`));
    expect(Math.abs(clockAheadSeconds + minutes * 60)).toBeLessThanOrEqual(1);
  });
});

describe('a project', () => {
  test.each<[Fault['kind'], 'wrong' | 'unknown', string, string]>([
    [
      'api-off',
      'wrong',
      'Cloud Monitoring API is switched off',
      `gcloud services enable monitoring.googleapis.com --project ${PROJECT}`,
    ],
    ['billing-off', 'wrong', 'billing is switched off', `gcloud billing projects link ${PROJECT}`],
    ['not-found', 'wrong', `knows no project ${PROJECT}`, 'Correct the project ID'],
    ['rate-limit', 'unknown', 'limiting how often', 'Ask less often'],
    ['unavailable', 'unknown', 'a fault of its own', 'Ask again'],
    ['unauthenticated', 'wrong', 'a token and then refuses it', 'keys create'],
  ])('%s is said once for all, with what to do', async (kind, state, words, fix) => {
    const answer = await ask(faults({ kind } as Fault));
    expect(answer).toMatchObject({ rows: [], identity: { who: email } });
    expect(answer.problem).toMatchObject({ state, message: expect.stringContaining(words) });
    expect(answer.problem?.fix).toContain(fix);
  });

  test('that is wrong leaves the others alone', async () => {
    const answer = await ask(faults({ kind: 'api-off', project: OTHER }), { projects: [PROJECT, OTHER] });
    expect(unwell(answer).map(({ service, place }) => [service, place])).toEqual(
      NAMES.map((name) => [name, OTHER]),
    );
  });

  test('whose ID has not the form of one is not asked', async () => {
    const answer = await ask(world(), { projects: [PROJECT, '../evil`$(id)`'] });
    expect(unwell(answer)).toHaveLength(3);
    expect(unwell(answer)[0]?.message).toMatch(/^A project ID has small letters/);
    expect(google?.calls.every(({ project }) => ['', PROJECT].includes(project))).toBe(true);
  });
});

describe('a prefix', () => {
  const one = (prefix: string): More => ({
    services: [],
    prefixes: [prefix, 'run.googleapis.com/request_count'],
  });

  test('that no metric begins with is told from one that is idle', async () => {
    const idle = faults({ kind: 'no-series', at: 'timeSeries', type: 'pubsub.googleapis.com/' });
    const answer = await ask(idle, {
      services: ['run', 'pubsub'],
      prefixes: ['run.googleapis.com/reqest_count'],
    });
    expect(unwell(answer)).toMatchObject([
      {
        service: 'Pub/Sub',
        state: 'warn',
        message: expect.stringContaining('has no series of the last hour'),
      },
      {
        service: 'run.googleapis.com/reqest_count',
        state: 'wrong',
        message: 'No metric of Google begins with run.googleapis.com/reqest_count.',
      },
    ]);
  });

  test('of a service of which one is idle is named', async () => {
    const type = 'run.googleapis.com/request_count';
    const answer = await ask(faults({ kind: 'no-series', at: 'timeSeries', type }), { services: ['run'] });
    expect(answer.rows).toMatchObject([
      { state: 'warn', message: `Google has series of 1 metric of 2, and in the last hour none of ${type}.` },
    ]);
  });

  test('of several metrics has series when one of the first has', async () => {
    const type = 'run.googleapis.com/request_count';
    const answer = await ask(
      faults({ kind: 'no-series', at: 'timeSeries', type }),
      one('run.googleapis.com/req'),
    );
    expect(answer.rows.map(({ state }) => state)).toEqual(['ok', 'warn']);
  });

  test.each(['x" OR metric.type = starts_with("', 'a\\', `\u001b[31m${'y'.repeat(1000)}`])(
    'that somebody wrote by hand breaks nothing: %#',
    async (prefix) => {
      const [row] = (await ask(world(), one(prefix))).rows;
      expect(row?.state).toBe('wrong');
      expect(row?.service.length).toBeLessThanOrEqual(100);
      expect(row?.message).not.toContain('\u001b');
    },
  );

  test('beyond a hundred is not tried, and that is said', async () => {
    const prefixes = Array.from({ length: 130 }, (_, i) => `a.googleapis.com/m${i}`);
    const answer = await ask(world(), { services: [], prefixes });
    expect(answer.rows).toHaveLength(100);
    expect(answer.notes).toEqual(['Only the first 100 of 130 were tried.']);
  });
});

describe('an answer that does not come', () => {
  test('ends when nobody waits any more, with what is known', async () => {
    const signal = abortWhen(
      () => google?.calls.some(({ params }) => params.get('filter')?.includes('"pubsub.')) === true,
    );
    const answer = await ask(faults({ kind: 'hang', type: 'pubsub.' }), { signal });
    expect(answer.identity?.who).toBe(email);
    // What was under way elsewhere may have come to its end or not; where nothing has, it is said once.
    const late = answer.problem ? [answer.problem] : unwell(answer);
    expect(late.length).toBeGreaterThan(0);
    for (const one of late)
      expect(one).toMatchObject({ state: 'unknown', message: 'Not asked: the time was over.' });
  });

  test('for a token is no fault of the key', async () => {
    const signal = abortWhen(() => google?.calls.some(({ method }) => method === 'token') === true);
    const answer = await ask(faults({ kind: 'hang', at: 'token' }), { signal });
    expect(answer).toMatchObject({ problem: { state: 'unknown' }, rows: [] });
  });

  test('because the token address has a fault', async () => {
    const { problem } = await ask(faults({ kind: 'unavailable', at: 'token' }));
    expect(problem).toMatchObject({
      state: 'unknown',
      message: 'Google has a fault of its own at the moment.',
    });
  });

  test('because it cannot be reached', async () => {
    await ask(world());
    await google?.cut();
    const key = keyIn(keyJson);
    const caller = {
      key: key as NonNullable<typeof key>,
      endpoint: google?.url ?? '',
      signal: new AbortController().signal,
    };
    const dead = await askDoctor(caller, { projects: [PROJECT], services: ['run'], prefixes: [] });
    expect(dead).toMatchObject({
      problem: { state: 'unknown', message: expect.stringContaining('refuses connections') },
      rows: [],
    });
  });
});
