import 'server-only';
import { metadata } from '../destination/metadata';
import type { Place } from '../destination/place';
import { Unanswered } from '../destination/question';
import { singleton } from '../singleton';
import type { Family } from '../vmagent/families';
import { inTurn } from '../wait';
import { createKept } from './kept';

/** What an exporter says of its metrics hardly ever changes. */
const HOLDS_MS = 600_000;
const NOTHING_HOLDS_MS = 60_000;

type Families = ReadonlyMap<string, Family>;

/** What is said of the metrics at a place, asked once for all who look; nothing where it keeps none of it. */
export function toldAt({ reading, ask }: Place): Promise<Families> {
  const keep = singleton('look-told', () => createKept<Families>(1));
  return keep(
    JSON.stringify(reading),
    // In the line of the panels, so that no more is asked at a time.
    () => inTurn('look 0', async () => new Map(await ask(metadata))).catch(nothing),
    (families) => (families.size > 0 ? HOLDS_MS : NOTHING_HOLDS_MS),
  );
}

function nothing(error: unknown): Families {
  if (error instanceof Unanswered) return new Map();
  throw error;
}
