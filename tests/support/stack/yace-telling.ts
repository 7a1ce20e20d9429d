import type { SourcePart } from '../../../lib/schemas/snapshot.ts';
import { awsEye } from '../../../lib/server/sampler/eye/aws/aws.ts';
import type { Follower } from '../../../lib/server/sampler/eye/eye.ts';
import { aws } from '../../../lib/server/sources/aws/aws.ts';
import { sleep } from '../run/exec.ts';
import type { Yace } from './yace.ts';
import type { Round } from './yace-rounds.ts';

const LOOK_MS = 1000;

function partsOf(follower: Follower, log: Round['log'], config: string, clockSeconds: number): SourcePart[] {
  const expected = aws.parts?.(new Map([['yace-config', config]])) ?? [];
  const look = { lines: log, target: undefined, isRunning: true, startedAtMs: 0, expected };
  return follower.tells({ ...look, clockSeconds, nowMs: Date.now() }).parts ?? [];
}

const unwell = (parts: readonly SourcePart[]): string[] =>
  parts
    .filter(({ state, kind }) => state !== 'flowing' || kind !== null)
    .map(({ id, state, kind }) => `${id.split(' ')[0]} ${state} ${kind}`)
    .sort();

/** All that a panel that has just started makes of a round. @param config what YACE runs */
export function partsAfter(
  { metrics, log }: Pick<Round, 'metrics' | 'log'>,
  config: string,
  clockSeconds = 300,
) {
  const follower = newFollower();
  follower.asks.hear(metrics, Date.now());
  return partsOf(follower, log, config, clockSeconds);
}

function newFollower(): Follower {
  const follower = awsEye.follow?.();
  if (!follower) throw new Error('Nobody follows YACE.');
  return follower;
}

/**
 * What a panel that has just started makes of each part that is not simply well: service, state and kind.
 * @param config what YACE runs
 */
export const tellingOf = (
  round: Pick<Round, 'metrics' | 'log'>,
  config: string,
  clockSeconds = 300,
): string[] => unwell(partsAfter(round, config, clockSeconds));

/** A panel that has been watching for a while: it asks as often as the sampler does. */
export function watchTelling(yace: Yace, config: string, clockSeconds: number) {
  const follower = newFollower();
  let askedMs = Number.NEGATIVE_INFINITY;
  let told: string[] = [];
  const look = async () => {
    const everyMs = follower.asks.everyMs();
    if (everyMs === null || performance.now() - askedMs < everyMs) return told;
    askedMs = performance.now();
    follower.asks.hear(await yace.metrics(), Date.now());
    told = unwell(partsOf(follower, await yace.log(), config, clockSeconds));
    return told;
  };
  return {
    look,
    /** @returns seconds until it tells this; null: not before `isOver` */
    async untilTold(goal: readonly string[], isOver: () => Promise<boolean>): Promise<number | null> {
      const startedMs = performance.now();
      for (;;) {
        const isLast = await isOver();
        if ((await look()).join() === goal.join()) return (performance.now() - startedMs) / 1000;
        if (isLast) return null;
        await sleep(LOOK_MS);
      }
    },
  };
}
