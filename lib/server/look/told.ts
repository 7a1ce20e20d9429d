import 'server-only';
import { metadata } from '../destination/metadata';
import type { Place } from '../destination/place';
import { Unanswered } from '../destination/question';
import { AppError } from '../errors';
import { within } from '../sampler/read/single-flight';
import { singleton } from '../singleton';
import type { Family } from '../vmagent/families';
import { createKept } from './kept';

/** What an exporter says of its metrics hardly ever changes. */
const HOLDS_MS = 600_000;
const NOTHING_HOLDS_MS = 300_000;
/** A help text is worth no waiting: the next look has it. */
const PATIENCE_MS = 2_000;

type Families = ReadonlyMap<string, Family>;
const NOTHING: Families = new Map();

/**
 * What is said of the metrics at a place, asked once for all who look. Nothing where it keeps none of it, and where it is not
 * there within two seconds.
 */
export function toldAt({ reading, ask }: Place): Promise<Families> {
  const keep = singleton('look-told', () => createKept<Families>(1));
  const told = keep(
    JSON.stringify(reading),
    () => ask(metadata).then((families) => new Map(families), nothing),
    (families) => (families.size > 0 ? HOLDS_MS : NOTHING_HOLDS_MS),
  );
  return within(told, PATIENCE_MS).catch(nothing);
}

/** @throws what is no missing answer */
function nothing(error: unknown): Families {
  if (error instanceof Unanswered || (error instanceof AppError && error.code === 'timeout')) return NOTHING;
  throw error;
}
