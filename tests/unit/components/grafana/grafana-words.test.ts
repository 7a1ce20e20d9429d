import { describe, expect, test } from 'vitest';
import { lookOf } from '@/components/settings/grafana/thing-look';
import {
  counted,
  halfWay,
  outcomeWords,
  overwriteWords,
  toPut,
  toRemove,
  webAddress,
} from '@/components/settings/grafana/thing-words';
import { grafana } from '@/components/settings/section-words';
import {
  connected,
  inStep,
  mixed,
  outOfStep,
  previewOf,
  resultOf,
  unconnected,
} from '../../../support/fixtures/grafana/grafana-views';
import { settings } from '../../../support/fixtures/settings-fixtures';

test.each([
  ['https://attic.grafana.net/d/weir-pi', true],
  ['http://grafana.lan:3000/d/weir-pi', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//attic.grafana.net/d', false],
  ['/d/weir-pi', false],
  [null, false],
])('an address that may be opened: %s %s', (url, isOne) => {
  expect(webAddress(url)).toBe(isOne ? url : null);
});

test('things and outcomes are counted by kind, those of which there is none left out', () => {
  expect(counted(mixed.things)).toBe('1 folder, 5 dashboards and 5 groups of alert rules');
  expect(counted(mixed.things.slice(0, 1))).toBe('1 folder');
  expect(outcomeWords(resultOf('same', { weir: 'left' }).things)).toBe('10 as they were, 1 left alone.');
  expect(outcomeWords(resultOf('created', { weir: 'same' }).things)).toBe('10 made, 1 as it was.');
  expect(outcomeWords([])).toBe('There was nothing to do.');
});

test('a group that somebody changed, and whose rules are all off, is removed and not overwritten', () => {
  const [group] = previewOf('changed-there').things.slice(-1);
  if (!group) throw new Error('There is no group.');
  const gone = { ...group, act: 'removed' as const };
  const look = (isTicked: boolean) => lookOf(gone, { isTicked, outcome: undefined }).word;
  expect([look(false), look(true)]).toEqual(['Changed in Grafana: left alone', 'Will be removed']);
  expect(overwriteWords(gone)).toMatch(/^All of its rules are off in Weir/);
  expect([toPut([gone], []), toPut([gone], [gone.id])]).toEqual([[], [gone]]);
  expect([toRemove([gone], []), toRemove([gone], [gone.id])]).toEqual([[], [gone]]);
});

describe('an act that was refused in its midst', () => {
  test('did of what it was to do what is there now', () => {
    const act = { what: 'apply' as const, overwrite: ['weir-pipeline'], before: mixed.things };
    const now = previewOf('same', { 'weir-pi': 'older', 'alerts-weir-pi': 'foreign' });
    expect(halfWay(act, now.things)).toEqual({ done: ['Weir: Pipeline'], missing: ['Weir: Pi host'] });
  });

  test('removed what is gone now, of what was Weir’s', () => {
    const act = { what: 'remove' as const, overwrite: [], before: mixed.things };
    const now = previewOf('absent', { weir: 'same', 'alerts-weir-pi': 'foreign' });
    const { done, missing } = halfWay(act, now.things);
    expect(missing).toEqual(['Weir']);
    expect(done).toHaveLength(8);
    expect(done).not.toContain('Weir: Pipeline');
    const named = halfWay({ ...act, overwrite: ['weir-pipeline'] }, now.things);
    expect(named.done).toContain('Weir: Pipeline');
  });
});

test('the list of settings says how it stands with Grafana', () => {
  const words = (view?: typeof connected) => grafana(settings, { grafana: view });
  expect(words()).toBe('');
  expect(grafana(settings, { grafana: null })).toBe('Cannot be read');
  expect(words(unconnected)).toMatch(/^Not connected/);
  expect(words(connected)).toBe('attic.grafana.net: nothing was put there yet');
  expect(words(inStep)).toBe('attic.grafana.net: up to date');
  expect(words(outOfStep)).toBe('attic.grafana.net: not all of it is up to date');
  const unread = { ...inStep, put: inStep.put && { ...inStep.put, isOutOfStep: null } };
  expect(words(unread)).toBe('attic.grafana.net: what Weir puts there cannot be read');
});
