import { afterEach, beforeEach, expect, test } from 'vitest';
import { revisionKey, sealTexts } from '@/lib/server/change/records/sealed-texts';
import { restored } from '@/lib/server/change/revisions';
import { shippedTexts } from '../../support/fixtures/shipped-texts';
import { freshStack } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
beforeEach(() => {
  stack = freshStack();
});
afterEach(() => stack.remove());

test('a file that was not there at the time of a revision stays, and that is said', async () => {
  const current = shippedTexts({ 'vmagent-aggregation': '- match: up\n' });
  const { 'vmagent-aggregation': _, ...texts } = sealTexts(await revisionKey(), shippedTexts(), null);
  const record = {
    id: 3,
    atMs: 0,
    who: 'owner',
    title: 'Plan',
    reason: null,
    files: [],
    revision: 'a',
    texts,
  };
  const back = await restored(record as unknown as Parameters<typeof restored>[0], current);
  expect(back.texts.get('vmagent-aggregation')).toBe('- match: up\n');
  expect(back.notes).toEqual(['config/vmagent/aggregation.yml was not there then; the present one stays.']);
});
