import 'server-only';
import type { Effect } from '@/lib/schemas/settings';
import type { Journal } from '../apply/journal';
import { stopContainer, stopService } from '../docker/containers';
import { containersOf } from '../docker/own';
import type { StepReport } from '../jobs/jobs';
import { act } from './apply-act';
import { dropChange } from './apply-commit';
import { putFilesBack } from './apply-files';
import { readModel } from './compose-model';
import { readStackTexts } from './stack-texts';

/**
 * Brings files and services back to what was before a change, as far as it got, and sees that they are. Can be called
 * again after it failed half-way.
 * @param isCutShort the change did not end by itself: the panel was killed, or lost the engine
 * @returns paths of files that somebody edited meanwhile and that stay as they are
 * @throws AppError of what could not be put back; the journal is still there then
 */
export async function putBack(
  journal: Journal,
  report: Pick<StepReport, 'detail' | 'progress'>,
  { isCutShort = false } = {},
): Promise<string[]> {
  const edited = await putFilesBack(journal);
  if (journal.effects.length > 0) {
    if (isCutShort) await endPendingStops(journal.effects);
    const { texts } = await readStackTexts();
    const side = { texts, model: await readModel(texts.get('env') ?? '') };
    const { touched } = journal;
    await act({ side, effects: journal.effects.map(asTouched), touched, report });
    for (const service of journal.wereStopped) {
      if (journal.effects.some((effect) => effect.service === service)) await stopService(service);
    }
  }
  await dropChange();
  return edited;
}

/**
 * An engine that was told to stop a container goes on with that for as long as the container takes, though the panel
 * that asked is gone; until then the container looks as if it ran. Stopping it once more waits for the end of that.
 */
async function endPendingStops(effects: readonly Effect[]): Promise<void> {
  for (const { kind, service } of effects) {
    if (kind !== 'create' && kind !== 'recreate' && kind !== 'remove') continue;
    const all = await containersOf(service);
    // A replacement is created before the container that it replaces is stopped.
    if (kind !== 'remove' && all.length < 2) continue;
    for (const own of all) if (own.info.State === 'running') await stopContainer(own);
  }
}

/** Whatever the change made of a service, its container must fit the files that are there now. */
function asTouched({ kind, service }: Effect): Effect {
  return { kind: kind === 'create' || kind === 'remove' ? 'recreate' : kind, service };
}
