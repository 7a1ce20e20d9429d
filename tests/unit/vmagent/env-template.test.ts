import { expect, test } from 'vitest';
import { fillVariables } from '@/lib/server/vmagent/env-template';

test('variables are filled in, with what their values name; one that nobody has stays', () => {
  const variables = { SITE: 'attic-%{ROOM}', ROOM: '2', NONE: null };
  expect(fillVariables('a: %{SITE} %{NONE} %{OTHER} %{', variables)).toBe('a: attic-2 %{NONE} %{OTHER} %{');
});

test('values that name themselves and each other many times do not grow without end', () => {
  const variables = { A: '%{A}%{B}'.repeat(200), B: '%{B}%{A}'.repeat(200) };
  expect(fillVariables('%{A}', variables).length).toBeLessThan(64 * 1024 * 1024);
});
