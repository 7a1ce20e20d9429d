import 'server-only';
import { ownImage } from '@/lib/pipeline/records';
import type { UpdateInput } from '@/lib/schemas/updates/updates';
import type { Edited, Texts } from '../change/records/texts';
import { standings } from '../compose/fit';
import { versionWords } from '../docker/images/reference';
import { AppError } from '../errors';
import { setEnv } from '../files/env/env-file';
import { readModel } from '../stack/model';
import { lacksOf, releaseNamed } from './offer';
import { readReleases } from './releases';
import { closedFor, runningVersions, type ServedImage, servedImages } from './served';

/** The version that is wished for. */
type Wish = Pick<UpdateInput, 'service' | 'tag' | 'digest'>;

/**
 * Names another version of a service's image in `.env`.
 * @throws AppError bad-request for one that is none, is known to be bad or lacks something; the engine's
 */
export async function updateEdit(wish: Wish, current: Texts): Promise<Edited> {
  const envText = current.get('env') ?? '';
  const model = await readModel(envText);
  const images = await servedImages(model, envText);
  const own = images.find(({ service }) => service === wish.service);
  if (own === undefined) throw refusal('This service is not switched on.');
  const closed = closedFor(own, await standings(model), model.notUnderstood);
  if (closed !== null) throw refusal(closed);
  const image = await imageFor(wish, own, images);
  return {
    texts: new Map([['env', setEnv(envText, { [ownImage(own.service).variable]: image })]]),
    title: `${own.service}: ${versionWords(own.image)} \u2192 ${versionWords(image)}`,
    problems: [],
  };
}

/** The name of the image that is wished for. @throws AppError bad-request at the field */
async function imageFor(
  { tag, digest }: Wish,
  { home }: ServedImage,
  images: readonly ServedImage[],
): Promise<string> {
  if (tag === undefined && digest === undefined) throw refusal('Name a tag or a digest.', 'tag');
  const release = tag === undefined ? null : releaseNamed(await readReleases(), home, tag);
  if (release?.bad !== undefined) throw refusal(`${tag} is known to be bad: ${release.bad}`, 'tag');
  const [lack] = release === null ? [] : lacksOf(release, runningVersions(images));
  if (lack !== undefined) throw refusal(lack, 'tag');
  const pinned = digest ?? release?.digests?.index;
  return `${home}${tag === undefined ? '' : `:${tag}`}${pinned === undefined ? '' : `@${pinned}`}`;
}

function refusal(message: string, field?: string): AppError {
  return new AppError('bad-request', message, {
    hint: 'Nothing was changed.',
    ...(field !== undefined && { fieldErrors: { [field]: message } }),
  });
}
