import 'server-only';
import type { z } from 'zod';
import type { ChangeStarted } from '@/lib/schemas/settings/settings';
import type { soakInputSchema, UpdateInput, UpdatesView } from '@/lib/schemas/updates/updates';
import { engineInfo } from '../docker/engine';
import { env } from '../env';
import type { Call } from '../http/call';
import { authorOf, ifMatchOf } from '../http/change-call';
import { readModel } from '../stack/model';
import { readStackTexts } from '../stack/stack-texts';
import { VERSION } from '../version';
import { readReleases } from './releases';
import { servedImages, shownServices } from './served';
import { readSoakDays, saveSoakDays } from './soak';

const WHOLE_MS = 600_000;
const QUICK_MS = 120_000;

// The transaction is loaded with the first update; who only looks needs none of it.
const transaction = () =>
  Promise.all([import('../change/apply'), import('./trial'), import('./update-edit')]);

/** What runs, and what newer versions are known. @throws AppError invalid-stack */
export async function readUpdates(): Promise<UpdatesView> {
  const { texts, revision } = await readStackTexts();
  const envText = texts.get('env') ?? '';
  // Without the engine the names of the images are all that can be shown.
  const isUp = (await engineInfo()).state === 'up';
  const model = await readModel(envText, isUp ? undefined : env().stackDir);
  const [list, soakDays] = await Promise.all([readReleases(), readSoakDays()]);
  const images = await servedImages(model, envText);
  return {
    revision,
    listDate: list?.date ?? null,
    soakDays,
    services: await shownServices(model, images, { list, soakDays, nowMs: Date.now() }),
    panel: VERSION,
  };
}

/** @throws AppError disk-full, invalid-stack */
export async function setSoakDays({ body }: Call<z.infer<typeof soakInputSchema>>): Promise<UpdatesView> {
  await saveSoakDays(body.soakDays);
  return readUpdates();
}

/**
 * Brings a service to another version, watches whether data still arrives, and puts the earlier one back where it does not.
 * @throws AppError bad-request for a version that is none or is known to be bad, else as `startApply`
 */
export async function startUpdate({ body, request }: Call<UpdateInput>): Promise<ChangeStarted> {
  const [{ startApply }, { trialOf }, { updateEdit }] = await transaction();
  return startApply(
    {
      who: authorOf(request),
      reason: null,
      ifMatch: ifMatchOf(request),
      edit: (current) => updateEdit(body, current),
    },
    { probation: trialOf({ ...body, watchMs: body.isQuick ? QUICK_MS : WHOLE_MS }) },
  );
}
