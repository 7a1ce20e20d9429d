import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roundCases } from '../../../support/cases/aws-rounds';
import { smallWorld } from '../../../support/fixtures/aws-world';
import { type RoundSetting, type Rounds, startRounds, TEMPLATE } from '../../../support/stack/yace-rounds';
import { tellingOf } from '../../../support/stack/yace-telling';

/** What the real YACE logs and counts in a round that goes wrong: all that a panel has to tell one fault from another. */
let rounds: Rounds;
beforeAll(async () => {
  const settings = roundCases.map(({ what, more, config }) => [
    what,
    { resources: smallWorld(), more, config },
  ]);
  const silent: RoundSetting = { resources: smallWorld(), more: { faults: [{ does: 'hang' }] } };
  rounds = await startRounds('fault', { ...Object.fromEntries(settings), silent });
});
afterAll(() => rounds?.remove());

describe('a round of YACE when', () => {
  test.each(roundCases)('$what', async ({ what, series, nan = 0, self, said }) => {
    const round = await rounds.of(what);
    expect(round.self).toEqual(self);
    const numbers = round.series.filter(({ name }) => !name.endsWith('_info'));
    expect(numbers).toHaveLength(series);
    expect(numbers.filter(({ value }) => Number.isNaN(value))).toHaveLength(nan);
    expect(round.complaints).toEqual(
      said.map(([sentence, times, namespaces, err]) => ({
        said: sentence,
        times,
        namespaces,
        err: expect.stringMatching(err),
      })),
    );
  });

  test('AWS does not answer: not a word, and nothing is counted', async () => {
    const jobs = 4;
    const { aws, self, series, complaints } = await rounds.after(jobs, 'silent');
    expect({ self, series, complaints }).toEqual({ self: {}, series: [], complaints: [] });
    expect(aws.counters.calls).toEqual({ 'sts:GetCallerIdentity': jobs });
    const told = tellingOf(await rounds.after(jobs, 'silent'), TEMPLATE);
    expect(told).toHaveLength(jobs);
    for (const part of told) expect(part).toMatch(/ blind silent$/);
  });

  test.each(roundCases)('$what: the panel tells it', async ({ what, config = TEMPLATE, told }) => {
    expect(tellingOf(await rounds.of(what), config)).toEqual(told.toSorted());
  });
});
