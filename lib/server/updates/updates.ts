import 'server-only';
import type { ChangeStarted } from '@/lib/schemas/settings/settings';
import type { UpdateInput, UpdateSettingsInput, UpdatesView } from '@/lib/schemas/updates/updates';
import type { ComposeModel } from '../compose/reader/spec';
import { engineInfo } from '../docker/engine';
import { env } from '../env';
import type { Call } from '../http/call';
import { authorOf, ifMatchOf } from '../http/change-call';
import { logger } from '../logger';
import { readModel } from '../stack/model';
import { readStackTexts } from '../stack/stack-texts';
import { VERSION } from '../version';
import { askRegistries, readFound, shownRegistries } from './registry-check';
import { readReleases } from './releases';
import { type ServedImage, servedImages, shownServices } from './served';
import { readUpdateSettings, saveUpdateSettings } from './update-settings';

const WHOLE_MS = 600_000;
const QUICK_MS = 120_000;

// The transaction is loaded with the first update; who only looks needs none of it.
const transaction = () =>
  Promise.all([import('../change/apply'), import('./trial'), import('./update-edit')]);

/** What runs, and what newer versions are known. @throws AppError invalid-stack */
export async function readUpdates(): Promise<UpdatesView> {
  const { revision, model, images } = await readImages();
  const [list, { soakDays, asksRegistries }] = await Promise.all([readReleases(), readUpdateSettings()]);
  const found = asksRegistries ? await readFound() : null;
  // What they say is shown to the next look: nobody waits for a registry.
  if (asksRegistries) void askRegistries(images).catch(noteUnasked);
  return {
    revision,
    listDate: list?.date ?? null,
    soakDays,
    asksRegistries,
    registries: shownRegistries(images, found),
    services: await shownServices(model, images, { list, soakDays, nowMs: Date.now(), found }),
    panel: VERSION,
  };
}

/** Registries are asked at once where that was switched on. @throws AppError disk-full, invalid-stack */
export async function changeUpdateSettings({ body }: Call<UpdateSettingsInput>): Promise<UpdatesView> {
  await saveUpdateSettings(body);
  if (body.asksRegistries) await askRegistries((await readImages()).images).catch(noteUnasked);
  return readUpdates();
}

async function readImages(): Promise<{ revision: string; model: ComposeModel; images: ServedImage[] }> {
  const { texts, revision } = await readStackTexts();
  const envText = texts.get('env') ?? '';
  // Without the engine the names of the images are all that can be shown.
  const isUp = (await engineInfo()).state === 'up';
  const model = await readModel(envText, isUp ? undefined : env().stackDir);
  return { revision, model, images: await servedImages(model, envText) };
}

const noteUnasked = (error: unknown) => logger().warn({ err: error }, 'registries could not be asked');

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
