import { describe, expect, it } from 'vitest';
import { scrapeJobs } from '@/lib/pipeline/components';
import { scrapeSecondsOf } from '@/lib/pipeline/records';
import type { Filter, ScrapeJob, SettingsChange } from '@/lib/schemas/settings/settings';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { corpus } from '../../support/cases/corpus';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';
import { type Random, random, testSeed } from '../../support/run/random';

const RUNS = 300;
type View = ReturnType<typeof settingsView>;

const PATTERNS = [
  'node_.*',
  'a\\.b',
  '(x|y)+',
  'app:rate5m',
  "it's",
  '"quoted"',
  '#1',
  'büro.*',
  '1',
  'true',
  ' ',
];
const LABELS = ['site', 'room', 'floor', 'Owner', 'env_1'];

/** A change of one section, as its form would make it from what is shown. */
function wish(view: View, dice: Random): SettingsChange {
  const jobs = scrapeJobs.filter((job) => view.scrape[job]);
  switch (dice.int(7)) {
    case 0: {
      const intervalSeconds = 5 + dice.int(900);
      const job = dice.pick(jobs);
      const most = scrapeSecondsOf(job, intervalSeconds);
      const timeoutSeconds = dice.chance(0.5) ? null : 1 + dice.int(most);
      return { scrape: { [job]: { intervalSeconds, timeoutSeconds } } };
    }
    case 1: {
      // With the two below at most ten, which is what a form allows.
      const kept = Object.entries(view.labels)
        .filter(() => dice.chance(0.7))
        .slice(0, 8);
      const text = dice.text().replaceAll('\t', ' ').trim() || 'x';
      return {
        labels: { ...Object.fromEntries(kept), cluster: `pi-${dice.int(99)}`, [dice.pick(LABELS)]: text },
      };
    }
    case 2: {
      const job = dice.pick(jobs);
      const filter: Filter = {
        mode: dice.chance(0.5) ? 'slim' : 'full',
        rules: Array.from({ length: dice.int(4) }, (_, i) => ({
          action: dice.chance(0.5) ? 'keep' : 'drop',
          label: dice.pick(['__name__', 'device', 'le']),
          pattern: `${dice.pick(PATTERNS).trim() || 'x'}${i}`,
        })),
      };
      return { filters: { [job]: filter } };
    }
    case 3:
      return { buffer: { maxBytes: (512 + dice.int(4096)) * 1024 ** 2 } };
    case 4:
      return { retention: { days: 1 + dice.int(400) } };
    case 5: {
      const some = (least: number) => (dice.chance(0.3) ? null : least + dice.int(400_000));
      return { plan: { series: some(100), pointsPerMinute: some(100), maxSeries: some(1000) } };
    }
    default:
      return {
        panel: {
          allowedHosts: dice.shuffle(['pi.lan', 'weir.example.org', 'a-b']).slice(dice.int(3)),
          ownMetrics: dice.int(2) === 0,
        },
      };
  }
}

/** What the settings must look like afterwards. */
function expected(view: View, change: SettingsChange): View {
  const next = structuredClone(view);
  for (const [job, timing] of Object.entries(change.scrape ?? {})) {
    const shown = next.scrape[job as ScrapeJob];
    const scrapeSeconds = scrapeSecondsOf(job as ScrapeJob, timing.intervalSeconds);
    if (shown?.intervalSeconds !== timing.intervalSeconds || shown.timeoutSeconds !== timing.timeoutSeconds)
      Object.assign(shown ?? {}, timing, { scrapeSeconds });
  }
  for (const [job, filter] of Object.entries(change.filters ?? {})) {
    Object.assign(next.filters[job as ScrapeJob] ?? {}, filter);
  }
  if (change.labels) next.labels = change.labels;
  if (change.buffer) next.buffer.maxBytes = change.buffer.maxBytes;
  if (change.retention) next.retention = change.retention;
  if (change.plan) next.plan = change.plan;
  if (change.panel) Object.assign(next.panel, change.panel);
  const isOn = change.panel?.ownMetrics;
  if (isOn !== undefined && next.scrape.weir) next.scrape.weir.isOn = isOn;
  else if (isOn) {
    next.scrape.weir = { intervalSeconds: 60, timeoutSeconds: null, scrapeSeconds: 60, isOn };
    next.filters.weir = { mode: 'slim', rules: [], handWritten: 0 };
  }
  return next;
}

describe('random changes on files as people write them', () => {
  it(`show what was asked for in ${RUNS} changes, and the rest as it was`, () => {
    const seed = testSeed();
    const [configs, yaces, envs] = [corpus('prometheus'), corpus('yace'), corpus('env')];
    let refused = 0;
    for (let run = 0; run < RUNS; run++) {
      const dice = random(seed + run);
      const files = { config: dice.pick(configs), yace: dice.pick(yaces), env: dice.pick(envs) };
      const texts = shippedTexts({
        'vmagent-config': files.config.text,
        'yace-config': files.yace.text,
        env: files.env.text,
      });
      const view = settingsView(texts, shippedFacts);
      const change = wish(view, dice);
      const label = `WEIR_TEST_SEED=${seed + run}: ${files.config.name}, ${files.env.name}: ${JSON.stringify(change)}`;
      const result = changeTexts(change, texts, shippedFacts);
      if (result.problems.length > 0) {
        expect(files.config.name, `${label} ${JSON.stringify(result.problems)}`).toContain('anchors');
        refused += 1;
        continue;
      }
      const after = settingsView(result.texts, shippedFacts);
      if (change.filters) {
        // A list that equals the one that ships is called so, whoever wrote it.
        expect(after, label).toMatchObject({ ...expected(view, change), filters: expect.anything() });
        const [[job, filter] = []] = Object.entries(change.filters);
        expect(after.filters[job as ScrapeJob], label).toMatchObject({ rules: filter?.rules });
      } else expect(after, label).toEqual(expected(view, change));
      const again = changeTexts(change, result.texts, shippedFacts);
      expect([...again.texts], label).toEqual([...result.texts]);
      expect(again.title, label).toBe('Nothing changes');
    }
    expect(refused / RUNS).toBeLessThan(0.1);
  });
});
