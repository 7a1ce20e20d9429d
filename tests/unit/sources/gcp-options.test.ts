import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationProblem, filterProblem, recommendedTimeout } from '@/lib/pipeline/sources/gcp/services';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { SourcesInput } from '@/lib/schemas/wizard';
import type { Texts } from '@/lib/server/change/records/texts';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { gcp } from '@/lib/server/sources/gcp/gcp';
import { gcpFlagFiles, gcpStack } from '../../support/fixtures/gcp-flags';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';

const SHIPPED = shippedTexts().get('gcp-metrics') ?? '';
const gcpIn = (texts: Texts) => settingsView(texts, facts).sources.gcp;

/** The form of the sources, saved with something else of Google Cloud. */
function save(texts: Texts, wanted: Partial<SourcesInput['gcp']>) {
  const { pi, containers, aws, gcp: now } = settingsView(texts, facts).sources;
  const change = settingsInputSchema.parse({
    sources: { pi, containers, aws, gcp: { enabled: true, projectId: now.projectId, ...wanted } },
  });
  const { texts: after, title, problems } = changeTexts(change, texts, facts);
  return { after, flags: after.get('gcp-metrics') ?? '', title, problems };
}
const messages = ({ problems }: { problems: { field: string | null; message: string }[] }) =>
  problems.map(({ field, message }) => `${field}: ${message}`);

describe('several projects', () => {
  const more = ['garden-shed', 'example.com:garden-wall'];

  it('stand beside the first, which stays in .env', () => {
    const { after, flags, title, problems } = save(gcpStack(), { moreProjects: ['garden-pond', ...more] });
    expect(problems).toEqual([]);
    expect(title).toBe('Google Cloud projects: + garden-shed, + example.com:garden-wall');
    expect(after.get('env')).toBe(gcpStack().get('env'));
    expect(flags).toBe(
      `${SHIPPED}# Other projects, read with the same key\n--google.project-ids=garden-shed\n--google.project-ids=example.com:garden-wall\n`,
    );
    expect(gcpIn(after).moreProjects).toEqual(more);
    expect(save(after, { moreProjects: [] }).flags).toBe(SHIPPED);
    expect(save(after, { moreProjects: ['garden-shed'] }).flags).toContain(
      'key\n--google.project-ids=garden-shed\n',
    );
  });

  it('that become the first leave the file', () => {
    const { after } = save(gcpStack(), { moreProjects: more });
    const moved = save(after, { projectId: 'garden-shed', moreProjects: [more[1] ?? '', 'garden-pond'] });
    expect(moved.problems).toEqual([]);
    expect(gcpIn(moved.after)).toMatchObject({
      projectId: 'garden-shed',
      moreProjects: ['example.com:garden-wall', 'garden-pond'],
    });
    expect(moved.flags).not.toContain('garden-shed');
  });

  it('are each a part of their own with each prefix; one project is none', () => {
    const { after } = save(gcpStack(), { moreProjects: ['garden-shed'] });
    const parts = gcp.parts?.(after) ?? [];
    expect(parts).toHaveLength(10);
    expect(parts[5]).toEqual({
      service: 'run.googleapis.com/request_count',
      place: 'garden-shed',
      name: 'run.googleapis.com/request_count in garden-shed',
      metrics: [],
      resource: 'series of Cloud Run',
    });
    expect(gcp.parts?.(gcpStack()).map(({ place }) => place)).toEqual(['', '', '', '', '']);
  });

  it.each([
    [['Garden'], /“Garden”: A project ID has small letters/],
    [['a b'], /“a b”: A project ID/],
    [['--web.listen-address=:1'], /A project ID has/],
    [Array.from({ length: 20 }, (_, n) => `garden-${n}`), /at most 20 projects/],
  ])('of a wrong form, or too many, are refused', (moreProjects, words) => {
    expect(messages(save(gcpStack(), { moreProjects }))).toEqual([
      expect.stringMatching(new RegExp(`^sources\\.gcp\\.moreProjects: .*${words.source}`)),
    ]);
  });
});

describe('how Google Cloud is asked', () => {
  it('is as the exporter does by itself, until a flag says otherwise', () => {
    expect(gcpIn(gcpStack())).toMatchObject({
      ...{ windowSeconds: 300, offsetSeconds: 0, ingestDelay: false, sumDeltas: false },
      ...{ sumSeconds: 1800, timeoutSeconds: 10, filters: [], moreProjects: [] },
    });
    const mine = `--monitoring.metrics-interval=1h30m\n--stackdriver.http-timeout=1500ms\n--monitoring.metrics-offset=0\n--monitoring.aggregate-deltas\n--no-monitoring.metrics-ingest-delay\n`;
    expect(gcpIn(gcpStack(mine))).toMatchObject({
      ...{ windowSeconds: 5400, timeoutSeconds: 1.5, offsetSeconds: 0, sumDeltas: true, ingestDelay: false },
    });
  });

  it('gets a line where there is none, and loses it with the panel’s comment', () => {
    const wanted = { windowSeconds: 600, ingestDelay: true, timeoutSeconds: 20 };
    const { after, flags, title, problems } = save(gcpStack(), wanted);
    expect(problems).toEqual([]);
    expect(title).toBe(
      'monitoring.metrics-interval 300 s → 600 s; stackdriver.http-timeout 10 s → 20 s; monitoring.metrics-ingest-delay on',
    );
    expect(flags.startsWith(SHIPPED)).toBe(true);
    expect(
      flags
        .slice(SHIPPED.length)
        .split('\n')
        .filter((line) => line.startsWith('--')),
    ).toEqual([
      '--monitoring.metrics-interval=600s',
      '--stackdriver.http-timeout=20s',
      '--monitoring.metrics-ingest-delay',
    ]);
    expect(save(after, { windowSeconds: 300, ingestDelay: false, timeoutSeconds: 10 }).flags).toBe(SHIPPED);
  });

  it('changes a line of somebody else in its place, and leaves what is said of it', () => {
    const mine = '# slow link\n--stackdriver.http-timeout=30s\n--no-monitoring.aggregate-deltas\n--x=1';
    const { flags, problems } = save(gcpStack(mine), { timeoutSeconds: 10, sumDeltas: true });
    expect(problems).toEqual([]);
    expect(flags).toBe('# slow link\n--stackdriver.http-timeout=10s\n--monitoring.aggregate-deltas\n--x=1');
  });

  it.each([
    [{ windowSeconds: 30 }, 'sources.gcp.windowSeconds: Use at least 60 s.'],
    [{ offsetSeconds: 90_000 }, 'sources.gcp.offsetSeconds: Use at most 86400 s.'],
    [{ sumSeconds: 90.5 }, 'sources.gcp.sumSeconds: Enter whole seconds.'],
  ])('is refused where it cannot work: %o', (wanted, words) => {
    expect(messages(save(gcpStack(), wanted))).toEqual([words]);
  });

  it.each([
    ['a value on the next line', '--monitoring.metrics-interval\n5m', 2],
    ['no unit', '--monitoring.metrics-offset=90', 2],
    ['a switch with a value', '--monitoring.aggregate-deltas=true', 2],
    ['blanks', ' --stackdriver.http-timeout=20s', 2],
    ['twice', '--stackdriver.http-timeout=20s\n--stackdriver.http-timeout=30s', 3],
  ])('is locked by an odd line, and nothing else is: %s', (_, odd, at) => {
    const texts = gcpStack(`${SHIPPED.split('\n')[0]}\n${odd}\n--monitoring.metrics-prefixes=a.b/c\n`);
    const locked = lockedSections(settingsView(texts, facts), texts, facts);
    expect(Object.keys(locked)).toEqual(['sources.gcp.options']);
    expect(locked['sources.gcp.options']).toMatch(new RegExp(`cannot change these options .*Line ${at} `));
    expect(save(texts, { prefixes: ['a.b/c', 'a.b/d'] }).problems).toEqual([]);
  });

  it.each([
    ['--google.project-ids=one,two', 'moreProjects'],
    ['--google.project-id=one,two', 'moreProjects'],
    ['--monitoring.filters', 'filters'],
  ])('a list that stands there otherwise locks its field alone: %s', (odd, field) => {
    const texts = gcpStack(`${SHIPPED}${odd}\n`);
    expect(Object.keys(lockedSections(settingsView(texts, facts), texts, facts))).toEqual([
      `sources.gcp.${field}`,
    ]);
  });

  it('has a timeout that fits what the last collection took', () => {
    expect([0.2, 4.2, 5, 21].map(recommendedTimeout)).toEqual([10, 15, 15, 65]);
    expect(durationProblem('timeoutSeconds', Number.NaN)).toBe('Enter whole seconds.');
  });
});

describe('filters', () => {
  const twin = 'storage.googleapis.com/api/request_count_by_region:resource.labels.project_id="-"';

  it('come and go, beside those of the services', () => {
    const prefixes = ['storage.googleapis.com/api/request_count'];
    const { after, flags, problems } = save(gcpStack(), { prefixes, filters: [twin] });
    expect(problems).toEqual([]);
    expect(flags).toContain(`\n# Other filters\n--monitoring.filters=${twin}\n`);
    expect(gcpIn(after).filters).toEqual([twin]);
    expect(save(after, { prefixes: [], filters: [] }).flags).toBe(SHIPPED);
  });

  it.each([
    ['nothing', /is no filter/],
    ['a.b/c:', /is no filter/],
    ['a.b/Camel:resource.type="x"', /has capitals before the colon/],
    ['x.y/z:resource.type="x"', /is of a metric that nothing above asks for/],
    [`a.b/c:${'x'.repeat(1100)}`, /is too long/],
  ])('of a wrong form are refused: %s', (filter, words) => {
    expect(filterProblem(filter, ['a.b/c'])).toMatch(words);
  });

  it('may be of more or less than a prefix', () => {
    for (const type of ['a.b', 'a.b/c', 'a.b/c_by_region'])
      expect(filterProblem(`${type}:resource.labels.zone="x" AND a:b`, ['a.b/c'])).toBeNull();
  });
});

it('200 random changes of files as people write them do what was asked, and nothing else', () => {
  const seconds = fc.option(fc.constantFrom(60, 300, 600, 1800), { nil: undefined });
  const on = fc.option(fc.boolean(), { nil: undefined });
  const list = (...pool: string[]) => fc.option(fc.uniqueArray(fc.constantFrom(...pool)), { nil: undefined });
  const changes = fc.record({
    ...{
      windowSeconds: seconds,
      offsetSeconds: seconds,
      sumSeconds: seconds,
      ingestDelay: on,
      sumDeltas: on,
    },
    timeoutSeconds: fc.option(fc.constantFrom(5, 10, 20, 50), { nil: undefined }),
    moreProjects: list('garden-shed', 'garden-wall', 'by-hand-1'),
    filters: list(
      'storage.googleapis.com/api:metric.labels.method="x"',
      'storage.googleapis.com:resource.type="y"',
    ),
  });
  const flag =
    /google\.project-ids|monitoring\.(?:filters|metrics-interval|metrics-offset|metrics-ingest|aggregate)|stackdriver\.http-timeout/;
  const own = /^# (?:Other (?:projects|filters)|How |As much|Counts of)/;
  const rest = (text: string) =>
    text
      .split(/(?<=\n)/)
      .map((line) => line.trimEnd())
      .filter((line) => (!flag.test(line) || line.startsWith('#')) && !own.test(line));
  fc.assert(
    fc.property(fc.constantFrom(...gcpFlagFiles(SHIPPED)), changes, ({ text }, typed) => {
      const wanted = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
      const texts = gcpStack(text);
      const before = gcpIn(texts);
      const { after, flags, problems } = save(texts, wanted);
      expect(problems).toEqual([]);
      const sorted = (view: object) =>
        Object.fromEntries(Object.entries(view).map(([k, v]) => [k, Array.isArray(v) ? v.toSorted() : v]));
      expect(sorted(gcpIn(after))).toEqual(sorted({ ...before, ...wanted }));
      for (const [id, file] of after) if (id !== 'gcp-metrics') expect(file).toBe(texts.get(id));
      expect(rest(flags)).toEqual(rest(text));
      const isWindows = text.includes('\r\n');
      expect(flags.replaceAll('\r\n', '').includes(isWindows ? '\n' : '\r')).toBe(false);
      expect(save(after, wanted).flags).toBe(flags);
    }),
    { numRuns: 200 },
  );
});
