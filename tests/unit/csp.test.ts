import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, SONNER_STYLE_HASH } from '@/lib/server/http/csp';

test('lets in the stylesheet that the installed sonner inserts', () => {
  const source = readFileSync('node_modules/sonner/dist/index.mjs', 'utf8');
  const literals = [...source.matchAll(/__insertCSS\(("(?:[^"\\]|\\.)*")\)/g)];
  expect(literals).toHaveLength(1);
  const css: string = JSON.parse(literals[0]?.[1] ?? '""');
  expect(SONNER_STYLE_HASH).toBe(`sha256-${createHash('sha256').update(css).digest('base64')}`);
});

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
