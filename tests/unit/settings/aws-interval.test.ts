import { describe, expect, it } from 'vitest';
import { type SettingsChange, settingsChangeSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { changedLines } from '../../support/fixtures/changed-lines';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';

function run(change: SettingsChange, texts: Texts = shippedTexts()) {
  const { texts: after, title } = changeTexts(change, texts, facts);
  return { lines: changedLines(texts, after), title };
}

describe('the interval of AWS', () => {
  const of = (scrape: string, clock: string) => {
    const config = shippedTexts().get('vmagent-config') ?? '';
    return shippedTexts({
      'vmagent-config': config.replace(/(job_name: yace\n +scrape_interval: )\S+/, `$1${scrape}`),
      env: `YACE_SCRAPING_INTERVAL=${clock}\n`,
    });
  };
  const shown = (texts: Texts) => settingsView(texts, facts);
  const wish = (intervalSeconds: number, timeoutSeconds: number | null = 30) => ({
    scrape: { yace: { intervalSeconds, timeoutSeconds } },
  });

  it('is how often YACE asks, however often vmagent scrapes it', () => {
    expect(shown(shippedTexts()).scrape.yace).toMatchObject({ intervalSeconds: 300, scrapeSeconds: 60 });
    expect(shown(of('300s', '600')).scrape.yace).toMatchObject({ intervalSeconds: 600, scrapeSeconds: 300 });
    expect(shown(of('300s', '')).scrape.yace).toMatchObject({ intervalSeconds: 300 });
  });

  it('below a minute is that of vmagent too', () => {
    const result = run(wish(20, null));
    expect(result.lines['vmagent-config']).toContain('+     scrape_interval: 20s');
    expect(result.title).toMatch(
      /^yace asks AWS every 20 s \(300 s before\); Scrape interval of yace: 60 s → 20 s;/,
    );
    expect(run(wish(300), of('20s', '20')).lines).toEqual({
      env: ['- YACE_SCRAPING_INTERVAL=20', '+ YACE_SCRAPING_INTERVAL=300'],
      'vmagent-config': ['-     scrape_interval: 20s', '+     scrape_interval: 60s'],
    });
  });

  it('leaves a file of before as it is until the job is changed', () => {
    const earlier = of('300s', '300');
    expect(run(wish(300), earlier).lines).toEqual({});
    expect(run(wish(600), earlier).lines['vmagent-config']).toEqual([
      '-     scrape_interval: 300s',
      '+     scrape_interval: 60s',
    ]);
    expect(run(wish(300, 20), earlier).title).toBe(
      'Scrape interval of yace: 300 s → 60 s; Scrape timeout of yace: 30 s → 20 s',
    );
  });

  it('is locked where it is no number, and a change takes its place', () => {
    const odd = of('60s', '5m');
    expect(shown(odd).scrape.yace).toBeUndefined();
    expect(shown(odd).locked['scrape.yace']).toMatch(/YACE_SCRAPING_INTERVAL .* Write it as a whole number/);
    expect(run(wish(300), odd).title).toBe('yace asks AWS every 300 s');
  });

  it('leaves no scrape longer than until the next one', () => {
    const issues = (change: object) =>
      settingsChangeSchema
        .safeParse(change)
        .error?.issues.map(({ path, message }) => [path.join('.'), message]);
    expect(issues(wish(300, 60))).toBeUndefined();
    expect(issues(wish(300, 61))).toEqual([
      [
        'scrape.yace.timeoutSeconds',
        'The timeout cannot be longer than 60 s: vmagent scrapes this job that often.',
      ],
    ]);
    expect(issues(wish(20, 30))).toEqual([
      ['scrape.yace.timeoutSeconds', 'The timeout cannot be longer than the interval.'],
    ]);
  });
});
