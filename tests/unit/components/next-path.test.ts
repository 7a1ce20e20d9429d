import { describe, expect, it } from 'vitest';
import { nextPath } from '@/components/auth/next-path';

describe('nextPath', () => {
  it.each(['/', '/setup?step=sources', '/services/vmagent'])('keeps %s', (path) => {
    expect(nextPath(path)).toBe(path);
  });

  it.each([
    undefined,
    ['/', '/'],
    '',
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/.//elsewhere.example',
    '/a/..//elsewhere.example',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    '/login',
    '/login?next=/login',
  ])('leads %j to the overview', (asked) => {
    expect(nextPath(asked)).toBe('/');
  });
});
