import 'server-only';
import { z } from 'zod';
import { type SourceId, sourceIds } from '@/lib/pipeline/components';
import type { SourceSample } from '@/lib/schemas/snapshot';
import { readState, writeState } from '../files/state/state-store';
import { logger } from '../logger';
import { KEPT_HOURS, type Meter, meterStep, NO_METER } from '../sampler/steps/meter';
import { singleton } from '../singleton';

/** What each source asked for, hour by hour; written once an hour, so a restart of the panel forgets nothing. */
const STATE = 'spending';
const SAVED_MS = 3_600_000;
const READ_MS = 60_000;

const count = z.number().nonnegative();
const meterSchema = z.object({
  last: z.object({ units: count, lists: count, atMs: z.number() }).nullable(),
  hours: z
    .array(
      z.object({
        ...{ hour: z.int(), units: count, lists: count },
        ...{ seconds: count, resources: count, everySeconds: count },
      }),
    )
    .max(KEPT_HOURS),
});
const stateSchema = z.partialRecord(z.enum(sourceIds), meterSchema);

interface Held {
  /** Null: what was kept is not read yet. */
  meters: Map<SourceId, Meter> | null;
  savedAtMs: number;
  /** When this panel read each last, by a clock that nobody sets. */
  readAt: Map<SourceId, number>;
}
const held = () => singleton('spending', (): Held => ({ meters: null, savedAtMs: 0, readAt: new Map() }));

/** The meters of the sources that are billed. */
export const meters = (): ReadonlyMap<SourceId, Meter> => held().meters ?? new Map();

/** Reads what the panel before this one knew. Never rejects. */
export async function loadSpending(): Promise<void> {
  const kept = await readState(STATE, stateSchema).catch(() => null);
  held().meters ??= new Map(Object.entries(kept ?? {}) as [SourceId, Meter][]);
}

/** Hears of the sources as they are now. @param steadyMs by a clock that nobody sets */
export function meterSources(
  sources: readonly SourceSample[],
  atMs: number,
  steadyMs = performance.now(),
): void {
  const state = held();
  if (state.meters === null) return;
  for (const { id, billed } of sources) {
    const readAtMs = state.readAt.get(id);
    const elapsedMs = readAtMs === undefined ? null : steadyMs - readAtMs;
    // The counters are read once a minute.
    if (!billed || (elapsedMs !== null && elapsedMs < READ_MS)) continue;
    state.readAt.set(id, steadyMs);
    state.meters.set(id, meterStep(state.meters.get(id) ?? NO_METER, billed, atMs, elapsedMs));
  }
  if (state.meters.size === 0 || Math.abs(atMs - state.savedAtMs) < SAVED_MS) return;
  state.savedAtMs = atMs;
  writeState(STATE, Object.fromEntries(state.meters)).catch((error: unknown) => {
    logger().warn({ err: error }, 'what the sources were billed cannot be saved');
  });
}
