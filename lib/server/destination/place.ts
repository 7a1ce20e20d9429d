import 'server-only';
import type { destinationKinds } from '@/lib/schemas/snapshot';
import { readStackFile } from '../files/file-store';
import { type Reading, readingIn } from '../stack/reading';
import { askDestination } from './query';
import type { Ask } from './question';
import { askStore } from './store';

/** Who is asked for what was sent. */
export interface Place {
  /** Null: the store on this Pi, which asks for no token. */
  reading: Reading | null;
  ask: Ask;
}

/** @param reading null: the store on this Pi */
export const placeAt = (reading: Reading | null): Place => ({
  reading,
  ask: reading ? (question) => askDestination(reading, question) : askStore,
});

/**
 * The destination of this kind that is in use; null: it is outside, and no token is for it.
 * @throws AppError invalid-stack
 */
export async function placeInUse(kind: (typeof destinationKinds)[number]): Promise<Place | null> {
  if (kind === 'local') return placeAt(null);
  const reading = readingIn(new Map([['env', await readStackFile('env')]]));
  return reading && placeAt(reading);
}
