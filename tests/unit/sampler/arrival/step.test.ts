import { describe, expect, test } from 'vitest';
import type { SourceId } from '@/lib/schemas/snapshot';
import {
  type ArrivalLook,
  type ArrivalMemory,
  arrivalStep,
  expectedNow,
  missingIn,
  type Newest,
  NO_ARRIVAL_MEMORY,
} from '@/lib/server/sampler/steps/arrival';
import { counterNames, type Growth } from '@/lib/server/sampler/steps/counters';
import { START_MS, target } from '../../../support/fakes/fake-ports';

const S = 1000;
const at = (seconds: number) => START_MS + seconds * S;

const nought = Object.fromEntries(counterNames.map((name) => [name, 0])) as Growth['by'];
/** One delivery in each reading of 2 s from the start on. */
const delivering = (toSeconds: number, fromSeconds = 0): Growth[] =>
  Array.from({ length: Math.max(0, (toSeconds - fromSeconds) / 2) }, (_, step) => ({
    fromMs: at(fromSeconds + step * 2),
    atMs: at(fromSeconds + step * 2 + 2),
    by: { ...nought, delivered: 1 },
    refused: new Map(),
  }));

const scraped = (job: string, seconds: number, intervalSeconds = 60) =>
  target({ job, lastScrapeAtMs: at(seconds), durationSeconds: 1, intervalSeconds });

function look(seconds: number, over: Partial<ArrivalLook> = {}): ArrivalLook {
  return {
    nowMs: at(seconds),
    isClear: true,
    targets: [],
    giving: ['pi', 'aws'],
    settleMs: 20_000,
    history: delivering(seconds),
    ...over,
  };
}

/** Looks every 2 s at jobs that are scraped each minute from the given seconds on. */
function watch(
  toSeconds: number,
  jobs: Record<string, number>,
  over: (seconds: number) => Partial<ArrivalLook> = () => ({}),
) {
  let memory: ArrivalMemory = NO_ARRIVAL_MEMORY;
  let last = look(0);
  for (let seconds = 0; seconds <= toSeconds; seconds += 2) {
    const targets = Object.entries(jobs).flatMap(([job, first]) => {
      const rounds = Math.floor((seconds - 1 - first) / 60);
      return rounds < 0 ? [] : [scraped(job, first + rounds * 60)];
    });
    last = look(seconds, { targets, ...over(seconds) });
    memory = arrivalStep(memory, last);
  }
  return expectedNow(memory, last);
}

const bounds = { unfiltered: new Set<SourceId>(['pi', 'aws']), clockSeconds: { aws: 300 } };
const newest = (jobs: Record<string, [scraped?: number, own?: number]>): Newest =>
  new Map(
    Object.entries(jobs).map(([job, [scrape, own]]) => [
      job,
      {
        ...(scrape !== undefined && { scrapedAtMs: at(scrape) }),
        ...(own !== undefined && { ownAtMs: at(own) }),
      },
    ]),
  );
const sources: SourceId[] = ['aws', 'pi'];
const JOBS = { vmagent: 5, 'node-exporter': 10, yace: 20 };

function missing(expected: ReturnType<typeof watch>, there: Newest, more = bounds) {
  return (
    expected &&
    missingIn(expected, there, sources, more).flatMap(({ source, newestAtMs, isSure }) =>
      isSure ? [[source, newestAtMs]] : [],
    )
  );
}

describe('what has to be there', () => {
  test.each<[string, number, string[]]>([
    ['nothing before a scrape', 4, []],
    ['nothing that ended less than 20 s before', 24, []],
    ['a scrape that ended 20 s before', 26, ['vmagent']],
    ['each of them', 42, ['node-exporter', 'vmagent', 'yace']],
  ])('%s', (_, seconds, jobs) => {
    expect([...(watch(seconds, JOBS)?.scrapes.keys() ?? [])].sort()).toEqual(jobs);
  });

  test('the newest that is settled, while newer ones are on their way', () => {
    expect(watch(84, JOBS)?.scrapes.get('vmagent')?.atMs).toBe(at(5));
    expect(watch(86, JOBS)?.scrapes.get('vmagent')?.atMs).toBe(at(65));
  });

  test('nothing, while vmagent has counted no delivery since: a request may hang', () => {
    const silent = () => ({ history: delivering(6) });
    expect(watch(120, JOBS, silent)?.scrapes.size).toBe(0);
  });

  test.each<[string, (seconds: number) => Partial<ArrivalLook>]>([
    ['the buffer drains, or the destination does not take it', (seconds) => ({ isClear: seconds > 40 })],
    ['a store or a vmagent has just started', (seconds) => ({ isClear: seconds !== 40 })],
  ])('nothing from before it was clear: %s', (_, over) => {
    expect(watch(60, JOBS, over)?.scrapes.size).toBe(0);
    expect(watch(86, JOBS, over)?.scrapes.size).toBe(1);
  });

  test('nothing at all while it is not clear', () => {
    expect(watch(120, JOBS, (seconds) => ({ isClear: seconds < 119 }))).toBeNull();
  });

  test('nothing of a target that is down, or gone with its source', () => {
    const without = (seconds: number) =>
      seconds < 100
        ? {}
        : { targets: [scraped('vmagent', 65), { ...scraped('yace', 80), state: 'down' as const }] };
    expect([...(watch(120, JOBS, without)?.scrapes.keys() ?? [])]).toEqual(['vmagent']);
  });
});

describe('whether all is missing, or a source that was scraped last', () => {
  // vmagent is scraped every 30 s, and was a moment before yace.
  const late = (seconds: number) => ({
    atMs: at(seconds),
    clearSinceMs: at(0),
    givingSinceMs: new Map<SourceId, number>(),
    scrapes: new Map([
      ['vmagent', { atMs: at(59), endedAtMs: at(59), intervalMs: 30_000 }],
      ['yace', { atMs: at(60), endedAtMs: at(60), intervalMs: 60_000 }],
    ]),
  });
  test.each<[string, number, number, unknown[]]>([
    ['is not known before vmagent is scraped again', 85, 59, [{ source: null, isSure: false }]],
    ['all, as vmagent’s next scrape is not there either', 101, 59, [{ source: null, isSure: true }]],
    ['the source, as vmagent’s next scrape is there', 101, 89, [{ source: 'aws', isSure: true }]],
  ])('%s', (_, seconds, vmagent, found) => {
    const there = newest({ vmagent: [vmagent], yace: [0] });
    expect(missingIn(late(seconds), there, sources, bounds)).toMatchObject(found);
  });
});

describe('what is missing', () => {
  const expected = watch(108, JOBS);
  const all = { vmagent: [65], 'node-exporter': [70, 70], yace: [80, 80] } as const;

  test.each<[string, Parameters<typeof newest>[0], unknown[]]>([
    ['nothing, where all is there', { ...all } as never, []],
    ['nothing, where newer is there', { vmagent: [95], 'node-exporter': [100], yace: [105] }, []],
    ['nothing, where a scrape was due a moment before', { ...all, yace: [75, 75] } as never, []],
    [
      'nothing, where a rule of the destination drops `up` alone',
      { ...all, yace: [undefined, 80] } as never,
      [],
    ],
    [
      'all, where the newest is that of the round before',
      { vmagent: [5], 'node-exporter': [10], yace: [20] },
      [[null, at(20)]],
    ],
    ['all, where it has nothing', {}, [[null, null]]],
    ['one source', { ...all, vmagent: [85], yace: [20, 20] } as never, [['aws', at(20)]]],
    ['one source that never came', { vmagent: [85], 'node-exporter': [70, 70] }, [['aws', null]]],
    [
      'no source, where vmagent’s own job is missing alone',
      { 'node-exporter': [70, 70], yace: [80, 80] },
      [],
    ],
  ])('%s', (_, there, found) => {
    expect(missing(expected, newest(there))).toEqual(found);
  });

  test.each<[string, string, number, number, boolean]>([
    ['This Pi within 3 min', 'node-exporter', 300, 125, false],
    ['This Pi after 3 min', 'node-exporter', 306, 125, true],
    ['a cloud within two rounds and a minute', 'yace', 780, 120, false],
    ['a cloud after that', 'yace', 786, 120, true],
  ])('of series of its own: %s', (_, job, seconds, own, isTold) => {
    const seen = watch(seconds, JOBS);
    const there = newest({
      vmagent: [seconds],
      'node-exporter': [seconds, seconds],
      yace: [seconds, seconds],
      [job]: [seconds, own],
    });
    expect(missing(seen, there)).toEqual(isTold ? [[job === 'yace' ? 'aws' : 'pi', at(own)]] : []);
  });

  test.each<[string, (seconds: number) => Partial<ArrivalLook>, typeof bounds]>([
    ['is idle', (seconds) => ({ giving: seconds < 700 ? ['aws', 'pi'] : ['pi'] }), bounds],
    [
      'was idle until a moment ago',
      (seconds) => ({ giving: seconds < 700 ? ['pi'] : ['aws', 'pi'] }),
      bounds,
    ],
    ['has a rule of the owner’s', () => ({}), { ...bounds, unfiltered: new Set<SourceId>(['pi']) }],
  ])('of series of its own nothing is said where it %s', (_, over, more) => {
    const seen = watch(900, JOBS, over);
    const there = newest({ vmagent: [900], 'node-exporter': [900, 900], yace: [900] });
    expect(missing(seen, there, more)).toEqual([]);
  });

  test('of series of its own, also where none ever came', () => {
    const there = newest({ vmagent: [900], 'node-exporter': [900, 900], yace: [900] });
    expect(missing(watch(900, JOBS), there)).toEqual([['aws', null]]);
  });
});

describe('nothing is said', () => {
  test('of a job that nobody asks for', () => {
    const expected = watch(200, { ...JOBS, weir: 1 });
    expect(
      missing(expected, newest({ vmagent: [125], 'node-exporter': [130, 130], yace: [140, 140] })),
    ).toEqual([]);
    expect(missing(watch(60, { weir: 1 }), newest({}))).toEqual([]);
  });

  test('of what is read so seldom that its newest sample may be older than the query looks back', () => {
    const hourly = [scraped('node-exporter', 10, 3600)];
    const expected = watch(200, {}, () => ({ targets: hourly }));
    expect(expected?.scrapes.has('node-exporter')).toBe(true);
    expect(missing(expected, newest({ vmagent: [190] }))).toEqual([]);
  });
});

test('a clock that was set back does not keep later scrapes from being judged', () => {
  const expected = watch(300, { vmagent: 5, 'node-exporter': 10 }, (seconds) =>
    seconds < 14 ? { targets: [scraped('vmagent', 20_000), scraped('node-exporter', 20_000)] } : {},
  );
  expect(missing(expected, newest({}))).not.toEqual([]);
});
