import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAggregation } from '@/lib/server/change/tidy-up';
import { freshStack } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
beforeEach(() => {
  stack = freshStack();
});
afterEach(() => stack.remove());

test('a stack of an earlier Weir gets the list of aggregations, and what is not set up yet nothing', async () => {
  const [file, config] = ['aggregation', 'prometheus'].map((name) =>
    path.join(stack.dir, `config/vmagent/${name}.yml`),
  ) as [string, string];
  await addAggregation();
  expect(existsSync(file)).toBe(false);
  mkdirSync(path.dirname(config), { recursive: true });
  writeFileSync(config, 'scrape_configs: []\n');
  await addAggregation();
  expect(readFileSync(file, 'utf8')).toMatch(/^\[\]$/m);
});
