import 'server-only';
import { isEssential, ownImage } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../../compose/reader/spec';
import type { LeftOut } from '../../control/left-out';
import { AppError } from '../../errors';
import { setEnv } from '../../files/env/env-file';
import { getImage, missingImage } from '../../images/get-image';
import { type ImageSource, type ImageWish, imageSource, imageWish } from '../../images/image-source';
import { servicesOf } from '../../stack/model';
import type { StepReport } from '../../tasks/tasks';
import type { Prepared } from './prepare';
import { judgedServices } from './validate';

/** An image that is needed, and where it comes from. */
export interface Wanted {
  wish: ImageWish;
  source: ImageSource;
}

/**
 * Where the images of services come from. A few seconds where a registry does not answer.
 * @param isFresh ask the registries again, whatever they said a moment ago
 * @param writtenText `.env` as it is, where `envText` is what a change makes of it
 * @throws AppError the engine's
 */
export function lookForImages(
  model: ComposeModel,
  envText: string,
  services: readonly ServiceName[] = servicesOf(model),
  { isFresh = false, writtenText = envText } = {},
): Promise<Wanted[]> {
  // The name of one that is not understood may not be one, and nothing is made of it anyway.
  const wishes = services
    .filter((service) => !model.notUnderstood.has(service))
    .map((service) => imageWish(model, service, envText, writtenText));
  return Promise.all(wishes.map(async (wish) => ({ wish, source: await imageSource(wish, { isFresh }) })));
}

interface ImageOptions {
  /** The change is an edit by hand, whose bytes stay: no image with a name of its own is built for it. */
  isAdopted?: boolean;
  /** A launch: takes sources whose image cannot be had. */
  left?: LeftOut;
}

/**
 * Gets the images of all services that a change starts anew or asks for their judgement, for a launch those of all that
 * are on, before a file is written; those first that nothing works without.
 * @returns `.env` with the names of images that were made on this machine; null where it names all of them already
 * @throws AppError image-missing with the reason, disk-full or the engine's; nothing was changed then
 */
export async function getChangeImages(
  prepared: Prepared,
  { isAdopted = false, left }: ImageOptions,
  report: StepReport,
  signal: AbortSignal,
): Promise<string | null> {
  const { model, texts } = prepared.after;
  const envText = texts.get('env') ?? '';
  const services = needed(prepared).filter((service) => !left?.services.has(service));
  if (services.length > 0) report.detail('Checking where the images come from…');
  const named: Record<string, string> = {};
  const writtenText = isAdopted ? envText : (prepared.before.texts.get('env') ?? '');
  for (const { wish, source } of await lookForImages(model, envText, services, {
    isFresh: true,
    writtenText,
  })) {
    try {
      if (isAdopted) assertNotMade(wish, source);
      const image = await getImage(wish, report, signal, source);
      if (image !== wish.image) named[ownImage(wish.service).variable] = image;
    } catch (error) {
      signal.throwIfAborted();
      if (!left) throw error;
      left.add(wish.service, error);
    }
  }
  return Object.keys(named).length === 0 ? null : setEnv(envText, named);
}

function needed(prepared: Prepared): ServiceName[] {
  const { effects, scope, after } = prepared;
  const made = effects.filter(({ kind }) => kind === 'create' || kind === 'recreate');
  const all =
    scope === 'launch'
      ? servicesOf(after.model)
      : [...made.map(({ service }) => service), ...judgedServices(prepared)];
  return [...new Set([...all.filter(isEssential), ...all])];
}

/** @throws AppError image-missing */
function assertNotMade(wish: ImageWish, source: ImageSource): void {
  if (source.from !== 'build' && source.from !== 'local') return;
  const { message } = missingImage(wish, source.from === 'build' ? source.why : '');
  throw new AppError('image-missing', message, {
    hint: `It can be built on this machine: start ${wish.service} on its page, which writes its name into compose/.env.`,
  });
}
