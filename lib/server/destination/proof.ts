import 'server-only';
import type { ProofResult, ProofTry } from '@/lib/schemas/look/proof';
import { AppError } from '../errors';
import { queryBase, type Reading, tokenFor } from '../stack/reading';
import { clusterIn, destinationIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { readNewestAt } from './newest';
import { placeAt } from './place';

/** Asks the destination in use for what it has of this Pi, with the token that is set where none is given. */
export async function tryReading({ username, token }: ProofTry): Promise<ProofResult> {
  const { texts } = await readStackTexts();
  const { kind, url, username: writer } = destinationIn(texts);
  const base = queryBase(url);
  const secret = tokenFor(texts, token);
  const cluster = clusterIn(texts);
  if (kind === 'local' || base === null || secret === '' || cluster === null)
    throw new AppError('bad-request', 'There is nothing to ask with.', {
      hint: 'Enter a token that may read.',
    });
  return asked({ kind, base, username: username || writer, secret }, cluster);
}

async function asked(reading: Reading, cluster: string): Promise<ProofResult> {
  try {
    const newest = await readNewestAt(placeAt(reading), cluster, []);
    const newestAtMs = newest.get('vmagent')?.scrapedAtMs;
    if (newestAtMs === undefined) return { state: 'nothing', cluster };
    return { state: 'shown', ageSeconds: Math.max(0, Math.round((Date.now() - newestAtMs) / 1000)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { state: 'refused', message: error.message, hint: error.hint ?? '' };
  }
}
