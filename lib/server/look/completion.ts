import 'server-only';
import type { Labels, LabelsQuery, Names } from '@/lib/schemas/look/expression';
import { METRIC_NAME } from '@/lib/schemas/look/stored';
import { labelsOf } from '../destination/metadata';
import { type Place, placeInUse } from '../destination/place';
import { Unanswered } from '../destination/question';
import { hub } from '../sampler/hub';
import { singleton } from '../singleton';
import { familyOf } from '../vmagent/families';
import { inTurn } from '../wait';
import { createKept } from './kept';
import { namesAt } from './stored';
import { toldAt } from './told';

const MOST_NAMES = 2_000;
const MOST_LABELS = 500;
const MOST_CHARS = 200;
const MOST_KEPT = 20;
const HOLDS_MS = 60_000;

const place = (): Promise<Place | null> => placeInUse(hub().snapshot().destination.kind);

/** The metrics that an expression may name; none where nobody tells them. @throws AppError invalid-stack */
export async function readNames(): Promise<Names> {
  const asked = await place();
  if (asked === null) return { names: [] };
  const found = await namesAt(asked);
  if (found instanceof Unanswered) return { names: [] };
  const told = await toldAt(asked);
  const names = found.values
    .map(({ labels }) => labels.__name__ ?? '')
    .filter((name) => METRIC_NAME.test(name));
  return {
    names: names
      .sort()
      .slice(0, MOST_NAMES)
      .map((name) => ({ name, ...familyOf(told, name) })),
  };
}

/** Labels, or the values of one; none where nobody tells them. @throws AppError invalid-stack */
export async function readLabels(query: LabelsQuery): Promise<Labels> {
  const asked = await place();
  if (asked === null) return { labels: [] };
  const keep = singleton('look-labels', () => createKept<string[]>(MOST_KEPT));
  const labels = await keep(
    JSON.stringify([asked.reading, query]),
    // In the line of the panels, so that no more is asked at a time.
    () => inTurn('look 0', () => asked.ask(labelsOf(query))).catch(none),
    () => HOLDS_MS,
  );
  return { labels: labels.filter(isPlain).slice(0, MOST_LABELS) };
}

/** One that is cut would be another one. */
const isPlain = (text: string) => text.length <= MOST_CHARS && !/\p{Cc}/u.test(text);

function none(error: unknown): string[] {
  if (error instanceof Unanswered) return [];
  throw error;
}
