import { expect, test } from 'vitest';
import { seeClouds } from '@/lib/server/change/see-clouds';
import type { Sights } from '@/lib/server/sight/watch-sources';
import type { TaskContext } from '@/lib/server/tasks/tasks';

/** What a save says of AWS and Google Cloud. @param sights undefined: the next action ended the look */
function saidOf(sights: Partial<Sights> | undefined) {
  const nothing = { given: [], silent: [], blind: [], missing: [], unknown: [] };
  const leftOut: string[] = [];
  const ctx = {
    watch: async () => sights && { ...nothing, ...sights },
    leaveOut: ({ service }: { service: string }) => leftOut.push(service),
  };
  return seeClouds(ctx as unknown as TaskContext, ['aws', 'gcp'], 0).then((said) => ({ said, leftOut }));
}

test('a look that the next action ends says that it was not waited for', async () => {
  expect(await saidOf(undefined)).toEqual({
    said: [
      'Another action began, so it was not waited for what the clouds give.',
      'Whether data of AWS and Google Cloud arrives is not known yet; the overview shows it.',
    ],
    leftOut: [],
  });
});

test('each cloud is named once, whatever it lacks', async () => {
  const found = await saidOf({
    silent: [{ service: 'yace', lastError: 'connection refused' }],
    blind: [{ source: 'gcp', words: 'Google cannot be reached.' }],
  });
  expect(found).toEqual({
    said: ['AWS: vmagent cannot read it: connection refused.', 'Google cannot be reached.'],
    leftOut: ['yace', 'stackdriver-exporter'],
  });
});
