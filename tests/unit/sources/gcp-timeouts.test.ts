import { describe, expect, test } from 'vitest';
import type { Texts } from '@/lib/server/change/records/texts';
import { programFaults } from '@/lib/server/change/steps/faults';
import type { ComposeModel } from '@/lib/server/compose/reader/spec';
import { gcpStack } from '../../support/fixtures/gcp-flags';

/** @param google `--stackdriver.http-timeout` @param scrape the line of vmagent's job, if any */
function stack(google: string, scrape: string, interval = '60s'): Texts {
  const texts = gcpStack(google === '' ? '' : `--stackdriver.http-timeout=${google}\n`);
  const config = (texts.get('vmagent-config') ?? '').replace(
    /(job_name: stackdriver-exporter\n +scrape_interval: )60s(\n +)scrape_timeout: 55s/,
    (_, before: string, line: string) =>
      `${before}${interval}${scrape === '' ? '' : `${line}scrape_timeout: ${scrape}`}`,
  );
  return new Map([...texts, ['vmagent-config', config]]);
}
const side = (texts: Texts, isOn = true) => ({
  texts,
  model: { enabled: new Set(isOn ? ['stackdriver-exporter'] : []) } as unknown as ComposeModel,
});
type Touched = Parameters<typeof programFaults>[2]['touched'];
const faults = (before: Texts, after: Texts, touched: Touched, wasOn = true) =>
  programFaults(side(before, wasOn), side(after), { touched, scope: 'changed' });
const none = { problems: [], notes: [] };
const GOOGLE = ['gcp-metrics'] as const;
const VMAGENT = ['vmagent-config'] as const;
const good = stack('20s', '55s');

describe('a timeout of vmagent that is not longer than Google’s', () => {
  test('is told at the field of the one that the change is of', () => {
    expect(faults(good, stack('55s', '55s'), GOOGLE).problems).toEqual([
      {
        field: 'sources.gcp.timeoutSeconds',
        message:
          'Use less than 55 s: vmagent waits that long for the whole collection, and takes nothing of a later one. That timeout stands under Settings → Intervals.',
        hint: 'Make the one shorter, or the other longer.',
      },
    ]);
    expect(faults(good, stack('20s', '20s'), VMAGENT).problems).toMatchObject([
      {
        field: 'scrape.stackdriver-exporter.timeoutSeconds',
        message: expect.stringMatching(/^Use more than 20 s: .* Settings → Sources\.$/),
      },
    ]);
    expect(faults(good, stack('60s', '60s'), [...GOOGLE, ...VMAGENT]).problems).toMatchObject([
      { field: 'sources.gcp.timeoutSeconds' },
    ]);
  });

  test('is none where both become longer at once', () => {
    expect(faults(good, stack('100s', '110s', '120s'), [...GOOGLE, ...VMAGENT])).toEqual(none);
  });

  test.each([
    ['no timeout', stack('', '')],
    ['no timeout, and a short interval', stack('6s', '', '5s')],
    ['one in parts', stack('1m', '59500ms')],
  ])('is told of %s, as vmagent and the exporter take it', (_, after) => {
    expect(faults(good, after, VMAGENT).problems).toHaveLength(1);
  });

  test('that was there before is a note: it is no business of a change of something else', () => {
    const odd = stack('55s', '55s');
    expect(faults(odd, odd, VMAGENT)).toEqual({
      problems: [],
      notes: [expect.stringMatching(/^Use more than 55 s: /)],
    });
    expect(faults(odd, odd, ['env'])).toEqual(none);
    expect(faults(odd, odd, ['env'], false).notes).toHaveLength(1);
    expect(programFaults(side(odd), side(odd), { touched: [], scope: 'launch' }).notes).toHaveLength(1);
    expect(programFaults(side(odd), side(odd, false), { touched: VMAGENT, scope: 'launch' })).toEqual(none);
  });

  test('cannot be told of files that cannot be read', () => {
    expect(faults(good, stack('55s', 'soon'), VMAGENT)).toEqual(none);
    expect(faults(good, new Map([...good, ['vmagent-config', 'a: [']]), VMAGENT)).toEqual(none);
    expect(faults(good, new Map([...good, ['vmagent-config', '']]), VMAGENT)).toEqual(none);
    expect(faults(new Map([['vmagent-config', 'a: [']]), stack('55s', '55s'), VMAGENT).problems).toHaveLength(
      1,
    );
  });
});
