import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openapiText } from '../../scripts/api/generate.ts';

test('openapi.json is what the routes say; `npm run docs` writes it anew', async () => {
  expect(readFileSync('openapi.json', 'utf8')).toBe(await openapiText());
});
