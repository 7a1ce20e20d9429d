import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GcpServiceId,
  gcpServiceIds,
  gcpServices,
  prefixProblem,
} from '@/lib/pipeline/sources/gcp/services';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { fakeGoogleKey } from '../../support/fakes/gcp/keys';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';

const KEY = fakeGoogleKey('garden-pond');
const SHIPPED = shippedTexts().get('gcp-metrics') ?? '';
const ENV = setEnv(shippedTexts().get('env') ?? '', {
  COMPOSE_PROFILES: 'system,local,gcp',
  GCP_PROJECT_ID: 'garden-pond',
});
const stack = (flags?: string, env = ENV) =>
  shippedTexts({
    env,
    'gcp-key': KEY,
    'vmagent-target/stackdriver-exporter': '- targets: ["stackdriver-exporter:9255"]\n',
    ...(flags !== undefined && { 'gcp-metrics': flags }),
  });
const gcpIn = (texts: Texts) => settingsView(texts, facts).sources.gcp;

/** The form of the sources, saved with something else of Google Cloud. */
function save(texts: Texts, wanted: { services?: GcpServiceId[]; prefixes?: string[] }) {
  const { pi, containers, aws, gcp } = settingsView(texts, facts).sources;
  const change = settingsInputSchema.parse({
    sources: { pi, containers, aws, gcp: { enabled: true, projectId: gcp.projectId, ...wanted } },
  });
  const { texts: after, title, problems } = changeTexts(change, texts, facts);
  return { after, flags: after.get('gcp-metrics') ?? '', title, problems };
}
const fieldsOf = ({ problems }: { problems: { field: string | null }[] }) =>
  problems.map(({ field }) => field);

/** As the exporter reads them: every line that is neither empty nor a comment is one argument. */
const argumentsIn = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
const FLAG = '--monitoring.metrics-prefixes=';
const asked = (text: string) =>
  argumentsIn(text)
    .filter((one) => one.startsWith(FLAG))
    .map((one) => one.slice(FLAG.length));

const BUCKETS = 'storage.googleapis.com/api/request_count';
const LATENCY = 'run.googleapis.com/request_latencies';

describe('the catalogue of Google Cloud’s services', () => {
  it('is what config/gcp/metrics.flags asks for as it ships, in its words and its order', () => {
    const block = gcpServices.flatMap(({ comment, prefixes, filters }) => [
      comment,
      ...prefixes.map((prefix) => FLAG + prefix),
      ...filters.map((filter) => `--monitoring.filters=${filter}`),
    ]);
    expect(SHIPPED).toContain(`\n\n${block.join('\n')}\n\n`);
    expect(asked(SHIPPED)).toHaveLength(5);
    expect(gcpIn(stack())).toMatchObject({ services: gcpServiceIds, prefixes: [] });
  });

  it('has each service once, with prefixes that could be typed', () => {
    expect(gcpServices.map(({ id }) => id)).toEqual(gcpServiceIds);
    const prefixes = gcpServices.flatMap((service) => service.prefixes);
    expect(prefixes.map(prefixProblem)).toEqual(prefixes.map(() => null));
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it('filters only what one of its prefixes matches beside what it means', () => {
    for (const { prefixes, filters } of gcpServices)
      for (const filter of filters) {
        const [type = ''] = filter.split(':');
        expect(prefixes).not.toContain(type);
        expect(prefixes.some((prefix) => type.startsWith(prefix))).toBe(true);
      }
  });
});

describe('a service that is switched', () => {
  const RUN = `# Cloud Run: requests and running instances
${FLAG}run.googleapis.com/request_count
${FLAG}run.googleapis.com/container/instance_count
`;

  it('off takes its lines and its comment', () => {
    const { flags, title, problems } = save(stack(), { services: ['pubsub', 'functions'] });
    expect(problems).toEqual([]);
    expect(title).toBe('Google Cloud services: − Cloud Run');
    expect(flags).toBe(SHIPPED.replace(RUN, ''));
  });

  it.each(gcpServiceIds)('off and on again leaves the file as it was: %s', (id) => {
    const others = gcpServiceIds.filter((one) => one !== id);
    const { after, flags } = save(stack(), { services: others });
    expect(flags).not.toBe(SHIPPED);
    expect(save(after, { services: [...gcpServiceIds] }).flags).toBe(SHIPPED);
  });

  it('on gets what is missing of it where some is there', () => {
    const mine = `# mine\n${FLAG}run.googleapis.com/request_count\n--x=1`;
    expect(gcpIn(stack(mine))).toMatchObject({
      services: [],
      prefixes: ['run.googleapis.com/request_count'],
    });
    const { flags, title } = save(stack(mine), { services: ['run'] });
    expect(title).toBe('Google Cloud services: + Cloud Run');
    expect(flags).toBe(
      `# mine\n${FLAG}run.googleapis.com/request_count\n${FLAG}run.googleapis.com/container/instance_count\n--x=1`,
    );
  });

  it('keeps the comment that somebody else wrote above the next one', () => {
    const mine = `# my queues\n${gcpServices[1]?.prefixes.map((one) => FLAG + one).join('\n')}`;
    expect(save(stack(mine), { services: ['run', 'pubsub'] }).flags).toBe(`${RUN}${mine}`);
  });

  it('is said together with Google Cloud itself, and leaves its file as it is where it is left out', () => {
    const off = stack(undefined, setEnv(ENV, { COMPOSE_PROFILES: 'system,local' }));
    const { title } = save(off, { services: ['run'] });
    expect(title).toContain('Google Cloud services: − Pub/Sub, − Cloud Functions');
    expect(save(stack(), {}).flags).toBe(SHIPPED);
  });
});

describe('other prefixes', () => {
  it('come after those of the services, and go again', () => {
    const first = save(stack(), { prefixes: [BUCKETS] });
    expect(first).toMatchObject({ problems: [], title: `Google Cloud metrics: + ${BUCKETS}` });
    expect(first.flags).toBe(
      SHIPPED.replace('execution_count\n', `execution_count\n# Other metrics\n${FLAG}${BUCKETS}\n`),
    );
    const second = save(first.after, { prefixes: [LATENCY, BUCKETS] });
    expect(second.title).toBe(`Google Cloud metrics: + ${LATENCY}`);
    expect(second.flags).toContain(`${FLAG}${BUCKETS}\n${FLAG}${LATENCY}\n`);
    const third = save(second.after, { prefixes: [LATENCY] });
    expect(third.flags).toContain(`# Other metrics\n${FLAG}${LATENCY}\n`);
    expect(save(third.after, { prefixes: [] }).flags).toBe(SHIPPED);
  });

  it('stay where services are switched', () => {
    const { after } = save(stack(), { prefixes: [BUCKETS] });
    const { flags } = save(after, { services: [] });
    expect(asked(flags)).toEqual([BUCKETS]);
    expect(gcpIn(save(after, { services: ['pubsub'] }).after)).toMatchObject({
      services: ['pubsub'],
      prefixes: [BUCKETS],
    });
  });

  it('that a service has are its own', () => {
    const twice = save(stack(), { prefixes: ['run.googleapis.com/request_count'] });
    expect(twice.flags).toBe(SHIPPED);
    const kept = save(stack(), {
      services: ['pubsub', 'functions'],
      prefixes: ['run.googleapis.com/request_count'],
    });
    expect(gcpIn(kept.after)).toMatchObject({ prefixes: ['run.googleapis.com/request_count'] });
  });

  it.each([
    ['run.googleapis.com', /is a whole service: hundreds of calls a scrape/],
    ['run.googleapis.com/', /is a whole service/],
    ['run', /is no beginning of a metric’s name/],
    ['https://run.googleapis.com/request_count', /is no beginning/],
    ['run.googleapis.com/request count', /is no beginning/],
    ['run.googleapis.com/a,b.googleapis.com/c', /is no beginning/],
    ['run.googleapis.com/x"', /is no beginning/],
    ['--web.listen-address=:1', /is no beginning/],
    ['# run.googleapis.com/x', /is no beginning/],
    ['@/etc/passwd', /is no beginning/],
    [`a.example/${'x'.repeat(300)}`, /^“.{80}…” is no beginning/],
  ])('of a wrong form are refused: %s', (prefix, words) => {
    const result = save(stack(), { prefixes: [prefix] });
    expect(result.problems).toMatchObject([
      { field: 'sources.gcp.prefixes', message: expect.stringMatching(words) },
    ]);
  });

  it.each([
    BUCKETS,
    'custom.googleapis.com/garden/pond.level',
    'kubernetes.io/container/cpu',
    'prometheus.googleapis.com/job:rate5m/gauge',
    'external.googleapis.com/prometheus/up',
  ])('of the form that Google’s metrics have are taken: %s', (prefix) => {
    const result = save(stack(), { prefixes: [prefix] });
    expect(result.problems).toEqual([]);
    expect(asked(result.flags).at(-1)).toBe(prefix);
  });

  it('never become another flag or line, whatever is typed', () => {
    const piece = fc.constantFrom('a.b/c', '\n', '\r', '\u0000', '--x=1', ' ', '"', ',', '@f', '#', '=', 'é');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const prefix = pieces.join('');
        const isGood = prefixProblem(prefix.trim()) === null;
        let result: ReturnType<typeof save>;
        try {
          result = save(stack(), { prefixes: [prefix] });
        } catch {
          expect(isGood).toBe(false);
          return;
        }
        expect(result.problems.length === 0).toBe(isGood);
        const before = argumentsIn(SHIPPED);
        const after = argumentsIn(result.flags);
        expect(after.length).toBeLessThanOrEqual(before.length + 1);
        for (const one of after.filter((each) => !before.includes(each)))
          expect(one.startsWith(FLAG)).toBe(true);
      }),
    );
  });
});

describe('what keeps services from being changed', () => {
  it('something has to be asked for', () => {
    expect(save(stack(), { services: [] }).problems).toEqual([
      {
        field: 'sources.gcp.services',
        message: 'Choose at least one service, such as Cloud Run.',
        hint: 'Correct it, or switch Google Cloud off.',
      },
    ]);
    expect(save(stack(), { services: [], prefixes: [BUCKETS] }).problems).toEqual([]);
  });

  it('nothing that the file lacks stands in the way of a change of something else', () => {
    expect(save(stack('--x=1\n'), { services: [] }).problems).toEqual([]);
    expect(save(stack('--x=1'), { services: ['functions'] }).flags).toBe(
      `--x=1\n${gcpServices[2]?.comment}\n${FLAG}cloudfunctions.googleapis.com/function/execution_count`,
    );
    expect(asked(save(stack(''), { services: ['run'] }).flags)).toEqual(gcpServices[0]?.prefixes);
  });

  it('a service that does not exist', () => {
    const parsed = settingsInputSchema.safeParse({
      sources: { pi: {}, containers: {}, aws: {}, gcp: { enabled: true, services: ['gke'] } },
    });
    expect(JSON.stringify(parsed.error?.issues)).toContain('A service is one of run, pubsub, functions.');
  });

  const [run = '', instances = ''] = gcpServices[0]?.prefixes ?? [];
  it.each([
    ['several in one flag', `${FLAG}${run},${instances}`, 3],
    ['the older flag', `--monitoring.metrics-type-prefixes=${run},${instances}`, 3],
    ['quotes', `${FLAG}"${run}"`, 3],
    ['a blank before it', ` ${FLAG}${run}`, 3],
    ['a blank after it', `${FLAG}${run} `, 3],
    ['a blank beside the sign', `--monitoring.metrics-prefixes ${run}`, 3],
    ['its prefix on the next line', `--monitoring.metrics-prefixes\n${run}`, 3],
    ['nothing, which is everything', FLAG, 3],
  ])('%s locks the fields, and no other', (_, line, at) => {
    const flags = `# mine\n--x=1\n${line}\n${FLAG}${BUCKETS}\n`;
    const texts = stack(flags);
    const reason = `config/gcp/metrics.flags: The panel cannot change the metrics in this file. Line ${at} is not ${FLAG} with one prefix, without blanks, quotes and commas. Give each prefix a line like this.`;
    expect(lockedSections(settingsView(texts, facts), texts, facts)).toEqual({
      'sources.gcp.services': reason,
      'sources.gcp.prefixes': reason,
    });
    const { services, prefixes } = gcpIn(texts);
    const again = save(texts, { services, prefixes });
    expect(again.problems).toEqual([]);
    expect(again.flags).toBe(flags);
    expect(fieldsOf(save(texts, { services: ['functions'] }))).toEqual(['sources.gcp.services']);
    expect(fieldsOf(save(texts, { prefixes: [...prefixes, LATENCY] }))).toEqual(['sources.gcp.prefixes']);
  });

  it('nothing is locked in the file as it ships, nor in one that asks for nothing', () => {
    for (const texts of [stack(), stack('')])
      expect(lockedSections(settingsView(texts, facts), texts, facts)).toEqual({});
  });
});

describe('random switchings on files as people write them', () => {
  const HAND = `# my exporter
--monitoring.metrics-interval=10m
${FLAG}${BUCKETS}

${FLAG}pubsub.googleapis.com/subscription/oldest_unacked_message_age
# how many wait
${FLAG}pubsub.googleapis.com/subscription/num_undelivered_messages
# ${FLAG}compute.googleapis.com/instance/cpu
--collector.fill-missing-labels
`;
  const MIXED = SHIPPED.replace('# Pub/Sub', `# slow ones\n${FLAG}${LATENCY}\n# Pub/Sub`).replace(
    '--stackdriver.max-retries=1',
    `--stackdriver.max-retries=3\n${FLAG}${BUCKETS}`,
  );
  const files = [
    { name: 'as it ships', text: SHIPPED },
    { name: 'by hand', text: HAND },
    { name: 'mixed', text: MIXED },
    { name: 'bare', text: `${FLAG}${BUCKETS}` },
    { name: 'twice', text: `${SHIPPED}${FLAG}run.googleapis.com/request_count\n` },
  ].flatMap(({ name, text }) => [
    { name, text },
    { name: `${name}, Windows line ends`, text: text.replaceAll('\n', '\r\n') },
    { name: `${name}, no line break at the end`, text: text.trimEnd() },
  ]);

  it('do what was asked, and nothing else', () => {
    const known = new Set(
      gcpServices.flatMap(({ comment, prefixes, filters }) => [
        comment,
        '# Other metrics',
        ...prefixes.map((prefix) => FLAG + prefix),
        ...filters.map((filter) => `--monitoring.filters=${filter}`),
      ]),
    );
    const pool = [BUCKETS, LATENCY, 'kubernetes.io/container/cpu'];
    const others = new Set(pool.map((prefix) => FLAG + prefix));
    /** All lines that no switch of these tests adds or takes, with their ends. */
    const rest = (text: string) =>
      text.split(/(?<=\n)/).filter((line) => !known.has(line.trim()) && !others.has(line.trim()));
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.uniqueArray(fc.constantFrom(...gcpServiceIds)),
        fc.uniqueArray(fc.constantFrom(...pool)),
        ({ text }, services, prefixes) => {
          const texts = stack(text);
          const { after, flags, problems } = save(texts, { services, prefixes });
          if (services.length + prefixes.length === 0) {
            expect(fieldsOf({ problems })).toEqual(['sources.gcp.services']);
            return;
          }
          expect(problems).toEqual([]);
          for (const [id, file] of after) if (id !== 'gcp-metrics') expect(file).toBe(texts.get(id));
          const wanted = gcpServiceIds.filter((id) => services.includes(id));
          const now = gcpIn(after);
          expect(now.services).toEqual(wanted);
          expect(now.prefixes.toSorted()).toEqual(prefixes.toSorted());
          const own = wanted.flatMap((id) => gcpServices.find((one) => one.id === id)?.prefixes ?? []);
          expect([...new Set(asked(flags))].toSorted()).toEqual([...own, ...prefixes].toSorted());
          const withoutEnds = (lines: string[]) => lines.map((line) => line.replace(/\r?\n$/, ''));
          expect(withoutEnds(rest(flags))).toEqual(withoutEnds(rest(text)));
          if (text.includes('\r\n')) expect(flags.replaceAll('\r\n', '')).not.toContain('\n');
          else expect(flags).not.toContain('\r');
          expect(save(after, { services, prefixes }).flags).toBe(flags);
        },
      ),
      { numRuns: 200 },
    );
  });
});
