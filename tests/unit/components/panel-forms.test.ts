import { describe, expect, test } from 'vitest';
import {
  bufferChange,
  bufferField,
  bufferForm,
  readBuffer,
  sizesFor,
} from '@/components/settings/buffer/buffer-forms';
import {
  type FilterValues,
  filteredJobs,
  filterField,
  filtersChange,
  filtersForm,
  isRuleOf,
  readFilters,
} from '@/components/settings/filters/filter-forms';
import {
  hostNameIn,
  ownNames,
  panelField,
  panelForm,
  readPanel,
} from '@/components/settings/panel/panel-forms';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settings } from '../../support/fixtures/settings-fixtures';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const MIB = 1024 * 1024;
const messages = (parsed: { error?: { issues: { path: PropertyKey[]; message: string }[] } }) =>
  Object.fromEntries((parsed.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));

describe('host names', () => {
  test.each([
    ['http://Pi.lan:8430/', 'pi.lan'],
    ['https://pond.example', 'pond.example'],
    ['pi.lan:8430', 'pi.lan'],
    ['pi.lan/settings', 'pi.lan'],
    [' pi.lan ', 'pi.lan'],
    ['not a name', 'not a name'],
    ['', ''],
  ])('%j that was pasted means %j', (text, name) => {
    expect(hostNameIn(text)).toBe(name);
  });

  test('what is in the file is no change, and comes out as it went in', () => {
    expect(panelForm(settings).parse(readPanel(settings))).toEqual({
      allowedHosts: settings.panel.allowedHosts,
      ownMetrics: true,
    });
  });

  test('a name twice, and one that is none, are said at their rows', () => {
    const parsed = panelForm(settings).safeParse({
      ownMetrics: false,
      hosts: [{ name: 'pi.lan' }, { name: 'pi-2.lan' }, { name: 'a_b' }],
    });
    expect(Object.keys(messages(parsed))).toContain('hosts.2.name');
    const twice = panelForm(settings).safeParse({
      ownMetrics: false,
      hosts: [{ name: 'pi.lan' }, { name: 'PI.lan' }],
    });
    expect(messages(twice)).toEqual({ 'hosts.1.name': 'This name is on the list already.' });
  });

  test('a problem of the server stands at its row', () => {
    const values = { hosts: [{ name: 'a' }, { name: 'b' }] };
    expect(panelField('panel.allowedHosts.1', values)).toBe('hosts.1.name');
    expect(panelField('panel.allowedHosts.2', values)).toBeNull();
    expect(panelField('labels.site', values)).toBeNull();
  });

  test('a name that ends in .local is not doubled', () => {
    expect(ownNames('Pi.local')).toEqual(['localhost', 'pi.local', 'pi.local']);
    expect(ownNames('')).toEqual(['localhost']);
  });
});

describe('buffer and retention', () => {
  test('what is in the file is no change', () => {
    expect(bufferChange(bufferForm(settings).parse(readBuffer(settings)), settings)).toEqual({});
  });

  test('a size in bytes that is no whole MiB is not rounded behind the owner’s back', () => {
    const odd = { ...settings, buffer: { ...settings.buffer, maxBytes: 1_000_000_000 } };
    expect(readBuffer(odd).size).toBe('953');
    expect(bufferChange(bufferForm(settings).parse(readBuffer(odd)), odd)).toEqual({});
  });

  test('only what differs is changed', () => {
    const values = { ...readBuffer(settings), size: '600' };
    expect(bufferChange(bufferForm(settings).parse(values), settings)).toEqual({
      buffer: { maxBytes: 600 * MIB },
    });
  });

  test.each([
    ['511', 'size'],
    ['1.5', 'size'],
    ['much', 'size'],
    ['', 'size'],
  ])('a size of %j is refused', (size, field) => {
    expect(messages(bufferForm(settings).safeParse({ size, days: '14' }))).toHaveProperty(field);
  });

  test('a size beyond all numbers is called what it is', () => {
    const parsed = bufferForm(settings).safeParse({ size: '9999999999999', days: '14' });
    expect(messages(parsed)).toEqual({ size: 'No disk of a Pi is that large.' });
  });

  test('no size is offered that the disk or vmagent would not take', () => {
    expect(sizesFor(512 * MIB, 3000 * MIB)).toEqual([512, 1024, 2048].map((mib) => mib * MIB));
    expect(sizesFor(512 * MIB, 100 * MIB)).toEqual([]);
    expect([bufferField('buffer.maxBytes'), bufferField('retention.days'), bufferField('x')]).toEqual([
      'size',
      'days',
      null,
    ]);
  });
});

describe('filters', () => {
  test('what is in the file is no change; a job that is off comes last', () => {
    expect(filtersChange(filtersForm.parse(readFilters(settings)), settings)).toEqual({
      filters: {},
    });
    expect(filteredJobs(settings).at(-1)).toBe('cadvisor');
  });

  test('only the job that differs is changed', () => {
    const values = readFilters(settings);
    const rule = { action: 'drop', label: '__name__', pattern: 'go_.*' } as const;
    values.vmagent = { mode: 'slim', rules: [rule] };
    expect(filtersChange(filtersForm.parse(values), settings)).toEqual({
      filters: { vmagent: { mode: 'slim', rules: [rule] } },
    });
  });

  test('a pattern that vmagent cannot read is said at its field by the plan', () => {
    const values: FilterValues = {
      yace: { mode: 'slim', rules: [{ action: 'drop', label: 'a', pattern: '(?=x)' }] },
    };
    const change = filtersChange(filtersForm.parse(values), settings);
    const { problems } = changeTexts(change, shippedTexts(), shippedFacts);
    expect(problems.map(({ field }) => filterField(field ?? '', values))).toEqual(['yace.rules.0.pattern']);
    expect(problems[0]?.message).toMatch(/Look-ahead/);
  });

  test('a problem of the server stands at its rule', () => {
    const values = readFilters(settings);
    expect(filterField('filters.yace.rules.0.pattern', values)).toBe('yace.rules.0.pattern');
    expect(filterField('filters.yace.rules.0.label', values)).toBe('yace.rules.0.label');
    expect(filterField('filters.yace', values)).toBe('yace.mode');
    expect(filterField('filters.nothing.mode', values)).toBeNull();
  });

  test('only a rule for exactly the metric counts as its own', () => {
    expect(isRuleOf({ action: 'drop', label: '__name__', pattern: 'up' }, 'up')).toBe(true);
    expect(isRuleOf({ action: 'keep', label: '__name__', pattern: 'up' }, 'up')).toBe(false);
    expect(isRuleOf({ action: 'drop', label: '__name__', pattern: 'u.*' }, 'up')).toBe(false);
  });
});
