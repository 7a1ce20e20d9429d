import 'server-only';
import { component } from '@/lib/pipeline/services';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { AppError } from '../../errors';
import { setEnv } from '../../files/env/env-file';
import { getImage, missingImage } from '../../images/get-image';
import { imageSource, imageWish } from '../../images/image-source';
import type { StepReport } from '../../jobs/jobs';
import type { Prepared } from './prepare';
import { judgedServices } from './validate';

/**
 * Gets the images of all services that a change starts anew or asks for their judgement, before a file is written.
 * @param isAdopted the change is an edit by hand, whose bytes stay as they are: then no image with a name of its own is
 *   built for it
 * @returns `.env` with the names of images that were made on this machine; null where it names all of them already
 * @throws AppError image-missing with the reason, disk-full or the engine's; nothing was changed then
 */
export async function getChangeImages(
  prepared: Prepared,
  isAdopted: boolean,
  report: StepReport,
  signal: AbortSignal,
): Promise<string | null> {
  const { after, effects } = prepared;
  const envText = after.texts.get('env') ?? '';
  const made = effects.filter(({ kind }) => kind === 'create' || kind === 'recreate');
  const services = new Set<ServiceName>([...made.map(({ service }) => service), ...judgedServices(prepared)]);
  const named: Record<string, string> = {};
  for (const service of services) {
    const wish = imageWish(after.model, service, envText);
    const source = await imageSource(wish, { isFresh: true });
    if (isAdopted && (source.from === 'build' || source.from === 'local')) {
      throw new AppError(
        'image-missing',
        missingImage(wish, source.from === 'build' ? source.why : '').message,
        {
          hint: `It can be made on this machine: start ${service} on its page, which writes its name into compose/.env.`,
        },
      );
    }
    const image = await getImage(wish, report, signal, source);
    if (image !== wish.image) named[component(service).image.variable] = image;
  }
  return Object.keys(named).length === 0 ? null : setEnv(envText, named);
}
