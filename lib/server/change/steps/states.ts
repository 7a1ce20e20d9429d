import 'server-only';
import { readStateText, removeState, writeStateTexts } from '../../files/state/state-store';
import { type Journal, writeJournal } from '../records/journal';

/**
 * Writes states of the panel's own, all or none. What they were is noted in the journal before, so that they go back with
 * the files.
 * @param texts by the names of the states @throws AppError disk-full, invalid-stack
 */
export async function writeStates(journal: Journal, texts: ReadonlyMap<string, string>): Promise<void> {
  if (texts.size === 0) return;
  const names = [...texts];
  journal.states = await Promise.all(
    names.map(async ([name, after]) => ({ name, before: await readStateText(name), after })),
  );
  await writeJournal(journal);
  await writeStateTexts(texts);
}

/** Puts the states of a change back. One that holds something else by now was changed since, and stays. */
export async function putStatesBack({ states }: Pick<Journal, 'states'>): Promise<void> {
  const back = new Map<string, string>();
  for (const { name, before, after } of states) {
    if ((await readStateText(name)) !== after) continue;
    if (before === null) await removeState(name);
    else back.set(name, before);
  }
  await writeStateTexts(back);
}
