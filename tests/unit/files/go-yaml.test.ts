import { describe, expect, it, test } from 'vitest';
import { goYaml, numberOf, Plain } from '@/lib/server/go-yaml';
import { fillVariables } from '@/lib/server/vmagent/env-template';
import { compareConfig } from '@/lib/server/vmagent/running-config';

describe('a text as Go reads it', () => {
  it.each([
    ['one document', 'a: b\n', { a: 'b' }],
    ['the first of two, the second broken', 'a: b\n---\n{[', { a: 'b' }],
    ['below a directive and a mark', '\ufeff%YAML 1.1\n---\na: b\n...\n', { a: 'b' }],
    ['a merge that stands below wins', 'x: &x {a: b}\ny: {a: c, <<: *x}', { x: { a: 'b' }, y: { a: 'b' } }],
    [
      'a merge that stands above does not',
      'x: &x {a: b}\ny: {<<: *x, a: c}',
      { x: { a: 'b' }, y: { a: 'c' } },
    ],
    ['of several the first counts', 'y: {<<: [{a: b}, {a: c, d: e}]}', { y: { a: 'b', d: 'e' } }],
    ['tags of text', 'a: !!str 5\nb: ! 5\nc: !!binary aGFsbG8=', { a: '5', b: '5', c: 'hallo' }],
    [
      'what only looks like a number',
      'a: 1:30\nb: _1\nc: 2026-01-01\nd: 1e400',
      { a: '1:30', b: '_1', c: '2026-01-01', d: '1e400' },
    ],
    ['names that are values', 'yes: a\n007: b\n~: c', { yes: 'a', '007': 'b', '': 'c' }],
    ['a name of an object', '__proto__: a', JSON.parse('{"__proto__": "a"}')],
    ['a value that is left out', 'a:\nb', undefined],
    ['an empty text', '# nothing\n', null],
  ])('%s', (_, text, value) => {
    expect(goYaml(text)).toEqual(value);
  });

  it('does not expand what repeats itself without end', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    expect(goYaml(`a0: &a0 x\n${levels.join('\n')}\n`)).toBeUndefined();
  });

  it.each([
    ['0x1F', '31'],
    ['017', '15'],
    ['018', '18'],
    ['0o17', '15'],
    ['-0b11', '-3'],
    ['1_000', '1000'],
    ['+5', '5'],
    ['9223372036854775807', '9223372036854775807'],
    ['1e21', '1000000000000000000000'],
    ['1.25e-7', '0.000000125'],
    ['1.5e22', '15000000000000000000000'],
    ['.5', '0.5'],
    ['1.10', '1.1'],
    ['.5_0', null],
    ['a', null],
  ])('the number %s', (text, digits) => {
    expect(numberOf(new Plain(text))).toBe(digits);
  });
});

describe('variables', () => {
  const variables = { A: 'one', NESTED: '<%{A}>', LOOP: 'x%{LOOP}', EMPTY: '', NULL: null };
  it.each([
    ['%{A}-%{A}', 'one-one'],
    ['%{NESTED}', '<one>'],
    ['%{NONE} %{ A} %{} %{NULL}', '%{NONE} %{ A} %{} %{NULL}'],
    ['%{B%{A}}', '%{B%{A}}'],
    ['[%{EMPTY}]', '[]'],
    ['%{A', '%{A'],
    ['%{toString}', '%{toString}'],
  ])('%s', (text, filled) => {
    expect(fillVariables(text, variables)).toBe(filled);
  });

  it('do not go round in a circle', () => {
    expect(fillVariables('%{LOOP}', variables)).toMatch(/^x+%\{LOOP\}$/);
  });
});

describe('what runs beside what is wanted', () => {
  const shown = 'scrape_configs:\n- job_name: a\n- job_name: b\n';

  test.each([
    ['nothing', '{}\n', { text: '# mine\n' }, 'same'],
    [
      'a file that names another',
      shown,
      { text: 'scrape_config_files: [m]\nscrape_configs: [{job_name: a}]', more: ['- job_name: b'] },
      'same',
    ],
    [
      'another that has changed',
      shown,
      { text: 'scrape_configs: [{job_name: a}]', more: ['- job_name: c'] },
      'other',
    ],
    ['another that is no YAML', shown, { text: 'scrape_configs: [{job_name: a}]', more: ['{['] }, 'other'],
    [
      'another that nobody can read',
      shown,
      { text: 'scrape_configs: [{job_name: a}]', more: null },
      'unsure',
    ],
    ['and the file itself changed', shown, { text: 'scrape_configs: [{job_name: c}]', more: null }, 'other'],
    ['another order', shown, { text: 'scrape_configs: [{job_name: b}, {job_name: a}]' }, 'same'],
    ['a secret', 'a: {password: <secret>}', { text: 'a: {password: p}' }, 'unsure'],
    ['no secret any more', 'a: {password: <secret>}', { text: 'a: {}' }, 'other'],
    [
      'a variable that nobody knows',
      'a: {b: /root}',
      { text: 'a: {b: "%{HOME}"}', variables: { HOME: null } },
      'unsure',
    ],
    ['a variable that is not set', 'a: {b: /root}', { text: 'a: {b: "%{HOME}"}', variables: {} }, 'other'],
    ['a switch that is left out', 'a: {follow_redirects: false}', { text: 'a: {}' }, 'other'],
    ['a switch with a default', 'a: {}', { text: 'a: {honor_labels: no}' }, 'same'],
    ['an empty text that counts', 'a: {replacement: ""}', { text: 'a: {}' }, 'other'],
  ] as const)('%s', (_, running, wanted, verdict) => {
    expect(compareConfig(running, wanted)).toBe(verdict);
  });
});
