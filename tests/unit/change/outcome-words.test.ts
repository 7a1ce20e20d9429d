import { describe, expect, it, test } from 'vitest';
import type { Effect } from '@/lib/schemas/settings/settings';
import { outcomeWords, type Seen } from '@/lib/server/change/effects/words';
import { changedPart } from '@/lib/server/change/records/changed-part';
import { shippedTexts } from '../../support/fixtures/shipped-texts';

const nothing: Seen = { vmagentPart: null, deliveredMs: null, measured: [], unmeasured: [], asleep: [] };

describe('what was verified', () => {
  test.each<[string, Effect[], Partial<Seen>, string]>([
    [
      'a new interval',
      [{ kind: 'reload', service: 'vmagent' }],
      { vmagentPart: 'interval' },
      'vmagent confirms the new interval.',
    ],
    [
      'rules of aggregation',
      [{ kind: 'reload', service: 'vmagent' }],
      { vmagentPart: 'aggregation' },
      'vmagent confirms the new aggregation.',
    ],
    [
      'more than one thing',
      [{ kind: 'reload', service: 'vmagent' }],
      {},
      'vmagent confirms the new configuration.',
    ],
    [
      'regions of AWS',
      [{ kind: 'reload', service: 'yace' }],
      {},
      'yace (AWS) answers and runs the new file.',
    ],
    [
      'a new token',
      [{ kind: 'hot-secret', service: 'vmagent' }],
      { deliveredMs: 2449 },
      'The destination has taken samples, 2.4 s after the change.',
    ],
    [
      'a larger buffer',
      [{ kind: 'recreate', service: 'vmagent' }],
      {},
      'vmagent answers and runs with the new settings.',
    ],
    ['nothing to do', [], {}, 'Only files changed.'],
    [
      'a source switched off',
      [
        { kind: 'rescan', service: 'vmagent' },
        { kind: 'remove', service: 'cadvisor' },
      ],
      {},
      'vmagent has the changed targets. cadvisor (Containers) is removed.',
    ],
    [
      'a source switched on',
      [{ kind: 'create', service: 'cadvisor' }],
      { measured: ['cadvisor'] },
      'cadvisor (Containers) runs with the new settings, and vmagent has measured it.',
    ],
    [
      'one that is measured later',
      [{ kind: 'create', service: 'yace' }],
      { unmeasured: ['yace'] },
      'yace (AWS) answers and runs with the new settings. yace (AWS) will be measured at the next interval.',
    ],
  ])('%s', (_, effects, seen, words) => {
    expect(outcomeWords(effects, { ...nothing, ...seen })).toBe(`Applied and verified. ${words}`);
  });
});

describe('the part of vmagent’s configuration that changes', () => {
  const text = shippedTexts().get('vmagent-config') ?? '';
  test.each([
    ['interval', text.replace(/scrape_interval: \d+s/, 'scrape_interval: 17s')],
    ['labels', text.replace(/cluster: .*/, 'cluster: other')],
    ['filter', text.replace(/metric_relabel_configs:\n/, '$&      - {action: drop, source_labels: [x]}\n')],
  ])('%s', (part, edited) => {
    expect(edited).not.toBe(text);
    expect(changedPart(text, edited)).toBe(part);
    expect(changedPart(text, edited.replace('job_name: vmagent', 'job_name: other'))).toBeNull();
  });

  it('is none for comments, two parts at once, and what is no YAML', () => {
    expect(changedPart(text, `# mine\n${text}`)).toBeNull();
    const two = text
      .replace(/scrape_interval: \d+s/, 'scrape_interval: 17s')
      .replace(/cluster: .*/, 'cluster: b');
    expect(changedPart(text, two)).toBeNull();
    expect(changedPart(text, 'a: [')).toBeNull();
  });
});
