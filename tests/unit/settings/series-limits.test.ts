import { describe, expect, it } from 'vitest';
import { type SettingsChange, settingsChangeSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { changedLines } from '../../support/fixtures/changed-lines';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';

function run(change: SettingsChange, texts: Texts = shippedTexts()) {
  const { texts: after, title, problems } = changeTexts(settingsChangeSchema.parse(change), texts, facts);
  return { lines: changedLines(texts, after)['vmagent-config'], title, problems, after };
}
const limits = (texts: Texts) => settingsView(texts, facts).seriesLimits;

describe('the series limits of the sources', () => {
  it('are none as Weir ships, and none of the stack’s own jobs has one', () => {
    expect(limits(shippedTexts())).toEqual({
      'node-exporter': null,
      yace: null,
      'stackdriver-exporter': null,
      cadvisor: null,
    });
    expect(settingsChangeSchema.safeParse({ seriesLimits: { vmagent: 100 } }).success).toBe(false);
  });

  it('are one line each, which goes again with its limit', () => {
    const set = run({ seriesLimits: { cadvisor: 3_000 } });
    expect(set).toMatchObject({
      lines: ['+     series_limit: 3000'],
      title: 'Series limit of cadvisor: none → 3,000',
      problems: [],
    });
    expect(limits(set.after).cadvisor).toBe(3_000);
    const raised = run({ seriesLimits: { cadvisor: 4_000 } }, set.after);
    expect(raised.lines).toEqual(['-     series_limit: 3000', '+     series_limit: 4000']);
    const gone = run({ seriesLimits: { cadvisor: null } }, raised.after);
    expect(gone.lines).toEqual(['-     series_limit: 4000']);
    expect(gone.after).toEqual(shippedTexts());
  });

  it('lock one by itself where the file has what is no number, and a change takes its place', () => {
    const odd = run({ seriesLimits: { yace: 100 } }).after;
    const text = (odd.get('vmagent-config') ?? '').replace('series_limit: 100', 'series_limit: "%{MANY}"');
    const texts = shippedTexts({ 'vmagent-config': text });
    const { locked, seriesLimits } = settingsView(texts, facts);
    expect(locked).toEqual({ 'seriesLimits.yace': expect.stringContaining('yace that is no whole number') });
    expect(seriesLimits).toEqual({ 'node-exporter': null, 'stackdriver-exporter': null, cadvisor: null });
    expect(run({ seriesLimits: { yace: 200 } }, texts).title).toBe('Series limit of yace: 200');
  });

  it('say where a job is that the file does not have', () => {
    const text = (shippedTexts().get('vmagent-config') ?? '').replace('job_name: yace', 'job_name: my-yace');
    const { problems } = run({ seriesLimits: { yace: 100 } }, shippedTexts({ 'vmagent-config': text }));
    expect(problems).toMatchObject([
      { field: 'seriesLimits.yace', message: expect.stringContaining('no job yace') },
    ]);
  });
});
