import 'server-only';
import { sourceRecord } from '@/lib/pipeline/records';
import type { Prices } from '@/lib/pipeline/sources/prices';
import type { SourceId, SourceSample } from '@/lib/schemas/snapshot';
import type { DayRate, Spending } from '@/lib/verdict/terms/spending';

type Billed = NonNullable<SourceSample['billed']>;

/** What a source asked for within one hour since the epoch. */
export interface MeterHour {
  hour: number;
  units: number;
  lists: number;
  /** Of it that the meter has seen. */
  seconds: number;
  resources: number;
  everySeconds: number;
}

/** A day and the week before it, hour by hour. */
export interface Meter {
  /** Null: nothing was read yet. */
  last: { units: number; lists: number; atMs: number } | null;
  /** Oldest first. */
  hours: readonly MeterHour[];
}

export const NO_METER: Meter = { last: null, hours: [] };

const HOUR_MS = 3_600_000;
const DAY = 24;
/** A day, and seven before it. */
export const KEPT_HOURS = 8 * DAY;
const DAY_SECONDS = 86_400;
/** Seen of a day that speaks for it. */
const ENOUGH = 0.9;

/** A clock that is set to the second is not one that was wrong. */
const JUMP_MS = 300_000;
/** A panel that starts again knows a state that is an hour old at most. More, by a clock that may be wrong, nobody has seen. */
const RESTART_MS = 2 * HOUR_MS;
const hourOf = (ms: number) => Math.floor(ms / HOUR_MS);

/** A counter that has begun anew counts from nought. */
const grown = (now: number, before: number) => (now >= before ? now - before : now);

/**
 * The meter after one more reading of the counters. What grew while nobody looked is spread over that time, unless the
 * counter began anew within it: for how long it ran is not known, and hours without it would make a day look cheap.
 * For the same reason the time between two panels is not known where it is more than a restart takes: the clock of the
 * machine may be ahead until it is set. Where the clock is set, the hours before move with it. Pure.
 * @param elapsedMs since the last reading by a clock that nobody sets; null: another panel made it
 */
export function meterStep(
  { last, hours }: Meter,
  billed: Billed,
  atMs: number,
  elapsedMs: number | null = null,
): Meter {
  const now = { units: billed.total, lists: billed.lists, atMs };
  if (last === null) return { last: now, hours: [] };
  const hour = hourOf(atMs);
  const lastAtMs = elapsedMs === null ? Math.min(last.atMs, atMs) : atMs - elapsedMs;
  const isSet = Math.abs(lastAtMs - last.atMs) > JUMP_MS;
  const shift = isSet ? hourOf(lastAtMs) - hourOf(last.atMs) : 0;
  const kept = hours
    .map((one) => ({ ...one, hour: one.hour + shift }))
    .filter((one) => one.hour > hour - KEPT_HOURS && one.hour <= hour);
  const passedMs = atMs - lastAtMs;
  const isUnseen = elapsedMs === null && passedMs > RESTART_MS;
  if (passedMs <= 0 || isUnseen) return { last: now, hours: kept };
  const isAnew = now.units < last.units && passedMs > HOUR_MS;
  const first = isAnew ? hour : Math.max(hourOf(lastAtMs), hour - KEPT_HOURS + 1);
  const count = hour - first + 1;
  const part = {
    units: grown(now.units, last.units) / count,
    lists: grown(now.lists, last.lists) / count,
    seconds: Math.min(passedMs / 1000, count * 3600) / count,
  };
  const { resources, everySeconds } = billed;
  const byHour = new Map(kept.map((one) => [one.hour, one]));
  for (let at = first; at <= hour; at += 1) {
    const { units = 0, lists = 0, seconds = 0, ...then } = byHour.get(at) ?? {};
    byHour.set(at, {
      hour: at,
      units: units + part.units,
      lists: lists + part.lists,
      // More than an hour where the clock went back within it: what it came to a second stays right.
      seconds: seconds + part.seconds,
      ...{ resources, everySeconds },
      // What is found now was not there then.
      ...(at < hour && then),
    });
  }
  return { last: now, hours: [...byHour.values()].sort((a, b) => a.hour - b.hour) };
}

/** What the last 24 hours came to, and the days before on average; null: too little was seen. Pure. */
export function spendingOf(source: SourceId, meter: Meter, prices: Prices): Spending | null {
  const newest = meter.hours.at(-1)?.hour ?? 0;
  const day = rateOf(
    source,
    meter.hours.filter(({ hour }) => hour > newest - DAY),
    prices,
  );
  const before = meter.hours.filter(({ hour }) => hour <= newest - DAY);
  return day && { source, day, before: rateOf(source, before, prices) };
}

/** Of what was seen, told for 24 hours. */
function rateOf(source: SourceId, hours: readonly MeterHour[], prices: Prices): DayRate | null {
  const sum = (key: 'units' | 'lists' | 'seconds') => hours.reduce((all, one) => all + one[key], 0);
  const seconds = sum('seconds');
  const newest = hours.at(-1);
  const { price } = sourceRecord(source);
  if (!newest || price === null || seconds < ENOUGH * DAY_SECONDS) return null;
  const [units, lists] = [sum('units'), sum('lists')].map((all) => (all / seconds) * DAY_SECONDS) as [
    number,
    number,
  ];
  const { resources, everySeconds } = newest;
  const dollars = price.dollars({ least: units, most: units, lists }, DAY_SECONDS, prices).most;
  return { units, lists, dollars, resources, everySeconds };
}
