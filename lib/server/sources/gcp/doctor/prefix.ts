import 'server-only';
import type { Told } from '../../../sampler/eye/eye';
import type { Answer } from '../../doctor/ask-cloud';
import { failuresIn } from '../../doctor/failed-row';
import { askSeries, askTypes, type Reader } from './ask';

/** Metrics of a prefix that are looked at before it counts as idle. */
const MOST_TRIED = 5;

/** What there is of a prefix in a project. */
export interface Seen {
  prefix: string;
  /** Why it is not known, the most telling first. */
  failures: Told[];
  /** `none`: no metric begins like this; `idle`: metrics, and no series of late. */
  state: 'none' | 'idle' | 'series';
}

/** Tries both permissions for one prefix. */
export async function askPrefix(reader: Reader, project: string, prefix: string): Promise<Seen> {
  const listed = await askTypes(reader, project, prefix);
  const seen = (state: Seen['state'], ...tried: Answer<unknown>[]) => ({
    prefix,
    failures: failuresIn([listed, ...tried]),
    state,
  });
  if (!listed.ok) {
    // The other permission is tried all the same: both are then named at once.
    const isDenied = listed.told.kind === 'permission';
    return isDenied ? seen('none', await askSeries(reader, project, prefix)) : seen('none');
  }
  // The one that is named in full comes first.
  const types = listed.value.toSorted((a, b) => Number(b === prefix) - Number(a === prefix));
  for (const type of types.slice(0, MOST_TRIED)) {
    const answer = await askSeries(reader, project, type);
    if (!answer.ok || answer.value) return seen('series', answer);
  }
  return seen(types.length === 0 ? 'none' : 'idle');
}
