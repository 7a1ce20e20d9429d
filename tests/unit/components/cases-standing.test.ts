import { describe, expect, it } from 'vitest';
import { bufferChange, bufferForm, readBuffer } from '@/components/settings/buffer/buffer-forms';
import { filtersChange, filtersForm, readFilters } from '@/components/settings/filters/filter-forms';
import {
  intervalsChange,
  intervalsForm,
  readIntervals,
} from '@/components/settings/intervals/interval-forms';
import { labelsForm, readLabels } from '@/components/settings/labels/label-forms';
import { panelForm, readPanel } from '@/components/settings/panel/panel-forms';
import { planChange, planForm, readPlan } from '@/components/settings/plan/plan-forms';
import { type Settings, type SettingsInput, settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const facts = shippedFacts;
const config = (from: string | RegExp, to: string) =>
  shippedTexts({
    'vmagent-config': (shippedTexts().get('vmagent-config') ?? '').replace(from, () => to),
  });
const labels = (lines: string) => config('cluster: raspberrypi', lines);
const env = (changes: Record<string, string>) =>
  shippedTexts({ env: setEnv(shippedTexts().get('env') ?? '', changes) });
const job = (name: string, to: string) =>
  config(`job_name: ${name}\n    scrape_interval: 60s`, `job_name: ${name}\n    ${to}`);
const rules = (...patterns: string[]) =>
  config(
    '        action: drop\n\n  # The containers',
    `        action: drop\n${patterns
      .map((pattern) => `      - {source_labels: [__name__], regex: '${pattern}', action: drop}\n`)
      .join('')}\n  # The containers`,
  );

function settingsOf(texts: Texts): Settings {
  const view = settingsView(texts, facts);
  return { ...view, revision: '0', locked: { ...view.locked, ...lockedSections(view, texts, facts) } };
}
/** As the route takes it. */
const changed = (input: unknown, texts: Texts) => changeTexts(settingsInputSchema.parse(input), texts, facts);
const lines = (before: string, after: string) => {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return { gone: old.filter((line) => !now.includes(line)), come: now.filter((line) => !old.includes(line)) };
};

interface Case {
  name: string;
  texts: Texts;
  /** What the form sends when something else than the odd part was changed in it. */
  form: (settings: Settings) => SettingsInput | undefined;
  /** The lines that come, in whatever file. */
  come: string[];
  gone?: string[];
}

const labelChange = (settings: Settings, own: { name: string; value: string }) => {
  const values = readLabels(settings);
  const parsed = labelsForm(settings).safeParse({
    ...values,
    own: [...values.own.filter(({ name }) => name !== own.name), own],
  });
  return parsed.success ? { labels: parsed.data } : undefined;
};
const room = (settings: Settings) => labelChange(settings, { name: 'room', value: 'attic' });
const ROOM = ['    room: attic'];
const interval =
  (name: string, part: 'intervalSeconds' | 'timeoutSeconds', text: string) =>
  (settings: Settings): SettingsInput | undefined => {
    const values = readIntervals(settings);
    const now = values[name] ?? { intervalSeconds: '', timeoutSeconds: '' };
    const parsed = intervalsForm(settings).safeParse({ ...values, [name]: { ...now, [part]: text } });
    return parsed.success ? intervalsChange(parsed.data, settings) : undefined;
  };

const CASES: Case[] = [
  ...[
    ['a name with a hyphen', 'cluster: raspberrypi\n    my-label: a'],
    ['a reserved name', 'cluster: raspberrypi\n    __rack: a'],
    ['a name that vmagent sets', 'cluster: raspberrypi\n    job: a'],
    ['a value that is too long', `cluster: raspberrypi\n    note: ${'x'.repeat(300)}`],
    ['a value without a text', 'cluster: raspberrypi\n    note: ""'],
    ['nothing as a value', 'cluster: raspberrypi\n    note:'],
    ['blanks around a value', 'cluster: raspberrypi\n    note: " a "'],
    ['a site without a text', 'cluster: raspberrypi\n    site: ""'],
    ['no name of the Pi', 'note: a'],
    ['a name of the Pi with a blank', 'cluster: "my pi"'],
    ['a name of the Pi that vmagent fills in', 'cluster: "%{HOSTNAME}"'],
    ['two names that differ in capital letters', 'cluster: raspberrypi\n    Rack: a\n    rack: b'],
    ['a list in the place of a text', 'cluster: raspberrypi\n    odd: [a, b]'],
    [
      'a dozen labels',
      `cluster: raspberrypi\n${Array.from({ length: 12 }, (_, i) => `    l${i}: a`).join('\n')}\n    room: cellar`,
    ],
  ].map(
    ([name = '', text = '']): Case => ({
      name: `label: ${name}`,
      texts: labels(text),
      form: room,
      come: ROOM,
    }),
  ),
  {
    name: 'label: the value of an odd name',
    texts: labels('cluster: raspberrypi\n    my-label: a'),
    form: (settings) => labelChange(settings, { name: 'my-label', value: 'b' }),
    come: ['    my-label: b'],
  },
  {
    name: 'interval: another job is asked every two seconds',
    texts: job('cadvisor', 'scrape_interval: 2s'),
    form: interval('node-exporter', 'intervalSeconds', '45'),
    come: ['    scrape_interval: 45s'],
  },
  {
    name: 'interval: another job has one that vmagent fills in',
    texts: job('cadvisor', 'scrape_interval: "%{EVERY}"'),
    form: interval('node-exporter', 'intervalSeconds', '45'),
    come: ['    scrape_interval: 45s'],
  },
  {
    name: 'interval: the timeout of a job that is asked every two hours',
    texts: job('node-exporter', 'scrape_interval: 2h'),
    form: interval('node-exporter', 'timeoutSeconds', '20'),
    come: ['    scrape_timeout: 20s'],
  },
  {
    name: 'interval: another job waits longer than its interval',
    texts: config(
      'scrape_interval: 60s\n    scrape_timeout: 30s',
      'scrape_interval: 60s\n    scrape_timeout: 400s',
    ),
    form: interval('node-exporter', 'intervalSeconds', '45'),
    come: ['    scrape_interval: 45s'],
  },
  ...[
    ['is written twice', ['a.*', 'a.*']],
    ['has a pattern that is none', ['a(']],
  ].map(
    ([name, patterns]): Case => ({
      name: `filter: a rule beside it ${name}`,
      texts: rules(...(patterns as string[])),
      form: (settings) => {
        const values = readFilters(settings);
        const now = values['node-exporter'];
        const rule = { action: 'drop' as const, label: '__name__', pattern: 'b.*' };
        const next = {
          ...values,
          'node-exporter': { mode: now?.mode ?? 'slim', rules: [...(now?.rules ?? []), rule] },
        };
        const parsed = filtersForm.safeParse(next);
        return parsed.success ? filtersChange(parsed.data, settings) : undefined;
      },
      come: ['        regex: "b.*"'],
    }),
  ),
  {
    name: 'panel: a host name that no name may be',
    texts: env({ WEIR_ALLOWED_HOSTS: 'my_pi.lan,*.example,pi.lan,pi.lan' }),
    form: (settings) => {
      const values = readPanel(settings);
      const parsed = panelForm(settings).safeParse({
        ...values,
        hosts: [...values.hosts, { name: 'new.lan' }],
      });
      return parsed.success ? { panel: parsed.data } : undefined;
    },
    come: ["WEIR_ALLOWED_HOSTS='my_pi.lan,*.example,pi.lan,new.lan'"],
    gone: ["WEIR_ALLOWED_HOSTS='my_pi.lan,*.example,pi.lan,pi.lan'"],
  },
  {
    name: 'plan: a limit that no plan has',
    texts: env({ PLAN_SERIES: '7', REMOTE_WRITE_MAX_SERIES: '900000' }),
    form: (settings) => {
      const parsed = planForm(settings).safeParse({
        ...readPlan(settings),
        preset: 'own',
        pointsPerMinute: '20000',
      });
      return parsed.success ? planChange(parsed.data, settings) : undefined;
    },
    come: ['PLAN_POINTS_PER_MINUTE=20000'],
  },
  {
    name: 'series limit: one that is too small',
    texts: job('yace', 'scrape_interval: 60s\n    series_limit: 3'),
    form: (settings) => {
      const values = readPlan(settings);
      const limits = { ...values.limits, 'node-exporter': '2000' };
      const parsed = planForm(settings).safeParse({ ...values, limits });
      return parsed.success ? planChange(parsed.data, settings) : undefined;
    },
    come: ['    series_limit: 2000'],
  },
  {
    name: 'buffer: a retention of a hundred years',
    texts: env({ VICTORIA_METRICS_RETENTION: '100y' }),
    form: (settings) => {
      const parsed = bufferForm(settings).safeParse({ ...readBuffer(settings), size: '2048' });
      return parsed.success ? bufferChange(parsed.data, settings) : undefined;
    },
    come: ['REMOTE_WRITE_MAX_DISK_USAGE=2GiB'],
  },
  {
    name: 'retention: a buffer smaller than vmagent’s smallest',
    texts: env({ REMOTE_WRITE_MAX_DISK_USAGE: '100MiB' }),
    form: (settings) => {
      const parsed = bufferForm(settings).safeParse({ ...readBuffer(settings), days: '30' });
      return parsed.success ? bufferChange(parsed.data, settings) : undefined;
    },
    come: ['VICTORIA_METRICS_RETENTION=30d'],
  },
];

describe('what stands in a file never keeps a form from changing something else', () => {
  it.each(CASES)('$name', ({ texts, form, come, gone }) => {
    const settings = settingsOf(texts);
    const input = form(settings);
    expect(input, 'the form takes it').toBeDefined();
    const result = changed(input, texts);
    expect(result.problems).toEqual([]);
    const differing = [...result.texts].filter(([id, text]) => text !== texts.get(id));
    expect(differing).toHaveLength(1);
    const [[id, text] = ['env' as const, '']] = differing;
    const found = lines(texts.get(id) ?? '', text ?? '');
    for (const line of come) expect(found.come).toContain(line);
    if (gone) expect(found.gone).toEqual(gone);
    // A value that is replaced, and nothing else, goes.
    expect(found.gone.length).toBeLessThanOrEqual(1);
  });

  it.each<[string, Texts, SettingsInput, string]>([
    [
      'an odd name',
      shippedTexts(),
      { labels: { cluster: 'raspberrypi', 'my-label': 'a' } },
      'labels.my-label',
    ],
    ['an empty value', shippedTexts(), { labels: { cluster: 'raspberrypi', a: '' } }, 'labels.a'],
    ['a name of the Pi that goes', shippedTexts(), { labels: {} }, 'labels.cluster'],
    [
      'another odd name of the Pi',
      labels('cluster: "my pi"'),
      { labels: { cluster: 'our pi' } },
      'labels.cluster',
    ],
    [
      'one more label than ten',
      labels(`cluster: a\n${Array.from({ length: 9 }, (_, i) => `    l${i}: a`).join('\n')}`),
      {
        labels: { cluster: 'a', ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`l${i}`, 'a'])) },
      },
      'labels',
    ],
    [
      'a short interval',
      shippedTexts(),
      { scrape: { yace: { intervalSeconds: 2, timeoutSeconds: 1 } } },
      'scrape.yace.intervalSeconds',
    ],
    [
      'an interval shorter than its timeout',
      shippedTexts(),
      { scrape: { yace: { intervalSeconds: 20, timeoutSeconds: 30 } } },
      'scrape.yace.timeoutSeconds',
    ],
    [
      'an odd host',
      env({ WEIR_ALLOWED_HOSTS: 'a_b' }),
      { panel: { allowedHosts: ['a_b', 'c_d'] } },
      'panel.allowedHosts.1',
    ],
    [
      'a small limit',
      env({ PLAN_SERIES: '7' }),
      { plan: { series: 8, pointsPerMinute: 10_000, maxSeries: 14_000 } },
      'plan.series',
    ],
    ['a small series limit', shippedTexts(), { seriesLimits: { yace: 9 } }, 'seriesLimits.yace'],
    ['a small buffer', shippedTexts(), { buffer: { maxBytes: 1024 } }, 'buffer.maxBytes'],
    ['an endless retention', shippedTexts(), { retention: { days: 99_999 } }, 'retention.days'],
  ])('%s is refused where it is new, at its field', (_, texts, input, field) => {
    expect(changed(input, texts).problems).toMatchObject([{ field, message: expect.stringMatching(/\w/) }]);
  });

  it('a job with an odd interval is locked by itself, with the reason, and can be mended by the API', () => {
    const texts = job('cadvisor', 'scrape_interval: "%{EVERY}"');
    const { locked, scrape } = settingsOf(texts);
    expect(locked.scrape).toBeUndefined();
    expect(locked['scrape.cadvisor']).toContain('no duration');
    expect(Object.keys(scrape)).not.toContain('cadvisor');
    const mended = changed({ scrape: { cadvisor: { intervalSeconds: 60, timeoutSeconds: 30 } } }, texts);
    expect(mended.problems).toEqual([]);
    expect(mended.title).toBe('Scrape interval of cadvisor: 60 s');
  });
});
