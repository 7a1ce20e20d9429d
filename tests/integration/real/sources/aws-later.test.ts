import { afterAll, beforeAll, expect, test } from 'vitest';
import { roundCases } from '../../../support/cases/aws-rounds';
import { type FakeAws, startFakeAws } from '../../../support/fakes/aws/fake-aws';
import { oneAccount } from '../../../support/fakes/aws/world';
import { smallWorld } from '../../../support/fixtures/aws-world';
import { ensureEngine } from '../../../support/stack/engine';
import { bridgeAddress } from '../../../support/stack/stack';
import { startYace, type Yace } from '../../../support/stack/yace';
import { TEMPLATE, TEMPLATE_REGION } from '../../../support/stack/yace-rounds';
import { tellingOf, watchTelling } from '../../../support/stack/yace-telling';

/**
 * Faults that come while all was well: told two rounds later at most, by a panel that has watched and by one that starts
 * then. `npm run bench:faults` runs it with rounds of 300 s; the seconds are printed.
 */
const EVERY_SECONDS = Number(process.env.WEIR_ROUND_SECONDS ?? 30);
/** A panel that sees all well asks once a minute. */
const SLACK_MS = 61_000;
// Where the file is at fault, the panel reloads it: that is another start.
const cases = roundCases.filter(({ config }) => config === undefined);

interface Run {
  aws: FakeAws;
  yace: Yace;
  before: string[];
  seconds: Promise<number | null>;
}
const running = new Map<string, Run>();

const telling = async (yace: Yace) =>
  tellingOf({ metrics: await yace.metrics(), log: await yace.log() }, TEMPLATE, EVERY_SECONDS);

/** @returns whether two rounds are over, and what is seen of them has been asked for */
function twoRounds(yace: Yace, from: number): () => Promise<boolean> {
  let overMs: number | null = null;
  return async () => {
    if ((await yace.rounds()) < from + 2) return false;
    overMs ??= performance.now();
    return performance.now() - overMs >= SLACK_MS;
  };
}

beforeAll(async () => {
  const engine = await ensureEngine();
  const address = await bridgeAddress(engine);
  for (const [index, { what }] of cases.entries()) {
    const aws = await startFakeAws(address, oneAccount(smallWorld(), {}, TEMPLATE_REGION));
    const setting = { name: `later-${index}`, config: TEMPLATE, url: aws.url, everySeconds: EVERY_SECONDS };
    const yace = await startYace(engine, setting);
    running.set(what, { aws, yace, before: [], seconds: Promise.resolve(null) });
  }
  for (const { what, more, told } of cases) {
    const run = running.get(what);
    if (!run) continue;
    await run.yace.endOfRound();
    const watcher = watchTelling(run.yace, TEMPLATE, EVERY_SECONDS);
    run.before = await watcher.look();
    const isOver = twoRounds(run.yace, await run.yace.rounds());
    Object.assign(run.aws.world, more);
    run.seconds = watcher.untilTold(told.toSorted(), isOver);
    run.seconds.catch(() => undefined);
  }
});
afterAll(async () => {
  for (const { aws, yace } of running.values()) {
    await yace.remove();
    await aws.close();
  }
});

test.each(cases)('$what: told within two rounds', async ({ what, told }) => {
  const run = running.get(what);
  if (!run) throw new Error(`${what} was not started.`);
  expect(run.before).toEqual([]);
  const seconds = await run.seconds;
  expect(seconds).not.toBeNull();
  console.log(`${what}: told after ${Math.round(seconds ?? 0)} s, rounds of ${EVERY_SECONDS} s`);
  expect(await telling(run.yace)).toEqual(told.toSorted());
});
