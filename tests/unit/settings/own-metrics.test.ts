import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Texts } from '@/lib/server/change/records/texts';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import type { ChangeFacts } from '@/lib/server/settings/sections/facts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { hasOwnMetrics } from '@/lib/server/stack/scrape-jobs';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const LIST = 'vmagent-target/weir';
const shipped = shippedTexts().get('vmagent-config') ?? '';
/** As it shipped before there was such a job: with words at the end on how to add one. */
const olderConfig = `${shipped.slice(0, shipped.indexOf('  # The panel: what it finds'))}  # The panel itself:\n  # - job_name: weir\n`;
const older = shippedTexts({ 'vmagent-config': olderConfig, [LIST]: null });

const set = (ownMetrics: boolean, texts: Texts, given: Partial<ChangeFacts> = {}) =>
  changeTexts({ panel: { ownMetrics } }, texts, { ...shippedFacts, ...given });
const jobs = (texts: Texts) => parse(texts.get('vmagent-config') ?? '').scrape_configs;

describe('the panel’s own figures', () => {
  test('are sent along as the stack ships, with the panel’s own token and a list of what is kept', () => {
    expect(settingsView(shippedTexts(), shippedFacts)).toMatchObject({
      panel: { ownMetrics: true },
      scrape: { weir: { intervalSeconds: 60, isOn: true } },
      filters: { weir: { mode: 'slim', rules: [] } },
    });
    expect(jobs(shippedTexts()).at(-1)).toMatchObject({
      job_name: 'weir',
      authorization: { credentials_file: 'weir-token' },
    });
    expect(set(true, shippedTexts())).toMatchObject({ title: 'Nothing changes', problems: [] });
  });

  test('are switched off in their target list alone, and on again to the very same files', () => {
    const off = set(false, shippedTexts());
    expect(parse(off.texts.get(LIST) ?? '')).toEqual([]);
    expect(off.texts.get('vmagent-config')).toBe(shipped);
    expect(settingsView(off.texts, shippedFacts).scrape.weir?.isOn).toBe(false);
    expect(set(true, off.texts).texts).toEqual(shippedTexts());
  });

  test('files from before get the job that ships, and are else as they were', () => {
    expect(settingsView(older, shippedFacts).panel.ownMetrics).toBe(false);
    const on = set(true, older);
    expect(on.problems).toEqual([]);
    expect(jobs(on.texts)).toEqual(jobs(shippedTexts()));
    const job = shipped.slice(shipped.indexOf('  # The panel: what it finds'));
    expect(on.texts.get('vmagent-config')).toContain(job);
    expect(on.texts.get('vmagent-config')?.replace(`${job}\n`, '')).toBe(olderConfig);
    expect(parse(on.texts.get(LIST) ?? '')).toEqual([{ targets: ['weir:8430'] }]);
    expect(hasOwnMetrics(on.texts)).toBe(true);
    expect(set(false, older)).toMatchObject({ title: 'Nothing changes' });
  });

  test('of a panel that vmagent cannot reach are refused, and switching them off is not', () => {
    const { problems } = set(true, older, { isStackContainer: false });
    expect(problems.map(({ field }) => field)).toEqual(['panel.ownMetrics']);
    expect(set(false, shippedTexts(), { isStackContainer: false }).problems).toEqual([]);
  });

  test('do not lock the panel’s form when prometheus.yml is broken', () => {
    const broken = shippedTexts({ 'vmagent-config': 'scrape_configs: [' });
    const view = settingsView(broken, shippedFacts);
    expect(view.panel.ownMetrics).toBe(false);
    expect(view.locked.panel).toBeUndefined();
    expect(set(true, broken).problems.map(({ field }) => field)).toEqual(['panel.ownMetrics']);
  });
});
