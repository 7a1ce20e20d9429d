import { expect, test } from 'vitest';
import { contentSecurityPolicy } from '@/lib/server/http/csp';

test('allows no inline script, no eval, no frame and no other origin', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  expect(policy).not.toContain('unsafe-inline');
});

test('lets the development server reload, and only it', () => {
  expect(contentSecurityPolicy('abc', true)).toContain("'unsafe-eval'");
});
