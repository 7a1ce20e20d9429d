import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSetupCode, newSetupCode, setupCode } from '@/lib/server/auth/setup-code';
import { freshPanel } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshPanel>;
const file = () => path.join(panel.stateDir, 'setup-code');

beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

test('is made once, kept for its owner only, and easy to read', async () => {
  const code = await setupCode();
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$/);
  expect(await setupCode()).toBe(code);
  expect(readFileSync(file(), 'utf8')).toBe(`${code}\n`);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('is known however it is typed, and nothing else is', async () => {
  const code = await newSetupCode();
  for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' – ')} `]) {
    expect(await isSetupCode(typed)).toBe(true);
  }
  for (const typed of ['', '-', code.slice(0, -1), `${code}A`, code.split('').reverse().join('')]) {
    expect(await isSetupCode(typed)).toBe(false);
    await isSetupCode(code);
  }
});

test('wrong codes, however many, leave the printed one valid', async () => {
  const code = await setupCode();
  for (let i = 0; i < 200; i++) expect(await isSetupCode(`WRONG-${i}`)).toBe(false);
  expect(await setupCode()).toBe(code);
  expect(await isSetupCode(code)).toBe(true);
});

test('looking whether a code is right makes none: a claimed panel stays without one', async () => {
  expect(await isSetupCode('AAAAA-AAAAA')).toBe(false);
  expect(existsSync(file())).toBe(false);
});

test('an emptied file does not let everybody in', async () => {
  for (const text of ['', '\n', '-----', 'A']) {
    writeFileSync(file(), text);
    expect(await isSetupCode(text)).toBe(false);
    expect(await setupCode()).toMatch(/^\w{5}-\w{5}$/);
  }
});
