import 'server-only';
import type { ErrorCode } from '@/lib/schemas/error';
import type { Effect } from '@/lib/schemas/settings/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../../compose/reader/spec';
import { removeService, stopContainer, stopService } from '../../docker/containers';
import { containersOf } from '../../docker/own';
import { EARLIER_ENV, removeState, writeState } from '../../files/state/state-store';
import { readModel } from '../../stack/model';
import { readStackTexts } from '../../stack/stack-texts';
import type { StepReport } from '../../tasks/tasks';
import type { Journal } from '../records/journal';
import { EARLIER_SECRET } from '../records/seal';
import { act } from './act';
import { dropChange } from './commit';
import { putFilesBack } from './files';
import type { Prepared } from './prepare';

/** Failures that are a service's own, and not the engine's, the disk's or the files': another try will not help. */
export const OF_A_SERVICE: readonly ErrorCode[] = [
  'service-unhealthy',
  'verify-failed',
  'timeout',
  'vmagent-unreachable',
  'image-missing',
  'docker-error',
];

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
  { isCutShort = false, signal }: { isCutShort?: boolean; signal?: AbortSignal } = {},
): Promise<string[]> {
  const edited = await putFilesBack(journal);
  if (journal.effects.length > 0) {
    if (isCutShort) await endPendingStops(journal.effects);
    const { texts } = await readStackTexts();
    const side = { texts, model: await readModel(texts.get('env') ?? '') };
    const { touched, wereAbsent } = journal;
    const there = journal.effects.filter(({ service }) => !wereAbsent.includes(service));
    await act({ side, effects: there.map(asTouched), touched, report, signal });
    for (const service of wereAbsent) {
      if ((await containersOf(service)).length > 0) await removeService(service);
    }
    for (const service of journal.wereStopped) {
      if (journal.effects.some((effect) => effect.service === service)) await stopService(service);
    }
  }
  await dropChange();
  return edited;
}

/**
 * Ends taking over an edit by hand that failed half-way: the files are byte for byte as they were left, and services
 * that were brought to them already go back to what they ran.
 * @returns what was done, as sentences
 * @throws AppError of what is not back; the journal is still there then
 */
export async function leaveAsEdited(
  journal: Journal,
  { before }: Pick<Prepared, 'before'>,
  report: Pick<StepReport, 'detail' | 'progress'>,
  signal: AbortSignal,
): Promise<string> {
  await putFilesBack(journal);
  const { texts } = await readStackTexts();
  const remade = journal.effects.filter(({ kind }) => kind !== 'reload' && kind !== 'rescan').map(asTouched);
  const known = remade.filter(({ service }) => isKnown(before.model, service));
  const unknown = remade.filter((effect) => !known.includes(effect)).map(({ service }) => service);
  // The files stay, so what a service reads from them is the edited text also for the earlier container.
  await writeState(EARLIER_ENV, { env: before.texts.get('env') ?? '' });
  try {
    await act({ side: { texts, model: before.model }, effects: known, touched: [], report, signal });
  } finally {
    await removeState(EARLIER_ENV);
  }
  await dropChange();
  const left = unknown.length > 0 ? ` ${unknown.join(', ')} may run the edited secret.` : '';
  return `The files stay as you edited them. The services run what they ran before.${left}`;
}

/** Whether all of an earlier description is known: of secrets that were changed since, only marks are. */
function isKnown(model: ComposeModel, service: ServiceName): boolean {
  const secrets = (model.services.get(service)?.secrets ?? []).map(({ source }) => model.secret(source));
  return !EARLIER_SECRET.test(JSON.stringify([model.services.get(service), secrets]));
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
