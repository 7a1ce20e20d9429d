import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '@/lib/verdict/rules/table';
import { findingsPage } from '../../support/cases/findings-page';

test('docs/findings.md is what the rules say now; `npm run docs` writes it anew', () =>
  expect(readFileSync('docs/findings.md', 'utf8')).toBe(findingsPage()));

test('each rule stands there once, with what it says, what it means and what to do', () => {
  const page = findingsPage();
  for (const { id, when } of rules) {
    expect(
      page.split('\n').filter((line) => line === `### \`${id}\`` || line === `### \`${id}-…\``),
    ).toHaveLength(1);
    expect(page).toContain(when);
  }
  expect(page.match(/\*\*What to do:\*\*/g)).toHaveLength(rules.length);
});
