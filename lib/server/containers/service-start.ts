import 'server-only';
import { ownImage } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { missingServices } from '../change/effects/not-understood';
import { newestRevision } from '../change/records/revisions';
import { assertNoJournal, recordPresent } from '../change/steps/commit';
import { writeAllOrNone } from '../change/write';
import { upServices } from '../compose/up';
import { isOfOneService, noteLeftOut, reasonOf } from '../control/left-out';
import { explainPortError } from '../control/port-problems';
import { noteStopped } from '../control/stopped';
import { AppError, asAppError } from '../errors';
import { setEnv } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';
import { getImage } from '../images/get-image';
import { imageWish } from '../images/image-source';
import { sourcesIn } from '../sources/sources';
import { readModel } from '../stack/model';
import { readStackTexts } from '../stack/stack-texts';
import type { StepReport, TaskContext } from '../tasks/tasks';

/**
 * Gets the image of a service where it is not here yet and starts its container: the steps `image` and `act`. Why it
 * did not come up is kept in mind for the findings.
 * @throws AppError bad-request for a service that is switched off or not there, image-missing, service-unhealthy and
 *   the engine's
 */
export async function startService(ctx: TaskContext, name: ServiceName): Promise<void> {
  try {
    await ctx.step('image', async (report) => {
      report.detail(`${await getAndNameImage(name, report, ctx.signal)} is here.`);
    });
    await ctx.step('act', async () => {
      const model = await enabledModel((await readStackFile('env')) ?? '', name);
      await noteStopped(name, false);
      await upServices(model, [name], { signal: ctx.signal });
    });
    noteLeftOut(name, null);
  } catch (error) {
    const explained = asAppError(await explainPortError(error));
    if (!ctx.signal.aborted && isOfOneService(explained)) noteLeftOut(name, reasonOf(explained));
    throw explained;
  }
}

/**
 * Gets the image of a service where it is not here yet; what was made on this machine `.env` names afterwards.
 * @returns its name
 * @throws AppError bad-request for a service that is switched off or not there, else as `getImage`
 */
export async function getAndNameImage(
  name: ServiceName,
  report: StepReport,
  signal: AbortSignal,
): Promise<string> {
  const envText = (await readStackFile('env')) ?? '';
  const wish = imageWish(await enabledModel(envText, name), name, envText);
  const image = await getImage(wish, report, signal);
  if (image !== wish.image) await nameImage(name, image);
  return image;
}

async function enabledModel(envText: string, name: ServiceName) {
  const model = await readModel(envText);
  if (model.enabled.has(name)) return model;
  const sources = sourcesIn(new Map([['env', envText]]));
  const missing = missingServices(sources, model).find(({ service }) => service === name);
  if (missing) throw new AppError('bad-request', missing.message, { hint: missing.hint });
  throw new AppError('bad-request', `${name} is switched off in the settings.`, {
    hint: 'Switch its source on under Settings, Sources.',
  });
}

/** Writes the name of an image that was made on this machine to `.env`, as a change of its own in the history. */
async function nameImage(service: ServiceName, image: string): Promise<void> {
  await assertNoJournal();
  const title = `${service} runs the image that was built on this machine`;
  // An edit by hand that nobody has taken over yet stays one.
  const isEdited = (await newestRevision())?.revision !== (await readStackTexts()).revision;
  const before = (await readStackFile('env')) ?? '';
  await writeAllOrNone(title, [
    { id: 'env', before, after: setEnv(before, { [ownImage(service).variable]: image }) },
  ]);
  if (!isEdited) await recordPresent({ who: 'owner', title, reason: null });
}
