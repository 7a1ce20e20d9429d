import 'server-only';
import { ownImage } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Served } from '@/lib/schemas/updates/updates';
import { type Standing, standings } from '../compose/fit';
import type { ComposeModel } from '../compose/reader/spec';
import { imageDigests } from '../docker/images/pull';
import { type ImageReference, readReference } from '../docker/images/reference';
import { isLocalName } from '../docker/images/registry';
import { setEnv } from '../files/env/env-file';
import { imageOf, readModel, servicesOf } from '../stack/model';
import { type Circumstances, offerOf } from './offer';
import { onTrial } from './watched';

/** A service with the image that the files name, and the repository that its updates come from. */
export interface ServedImage extends ImageReference {
  service: ServiceName;
  image: string;
  /** As docker-compose.yml names it where nobody chose another. */
  home: string;
  from: Served['from'];
}

/** The services that are switched on. @throws AppError invalid-stack */
export async function servedImages(model: ComposeModel, envText: string): Promise<ServedImage[]> {
  const none = Object.fromEntries(servicesOf(model).map((service) => [ownImage(service).variable, null]));
  const plain = await readModel(setEnv(envText, none), model.projectDir);
  return servicesOf(model).map((service) => {
    const image = imageOf(model, service);
    const { repository: home } = readReference(imageOf(plain, service));
    const reference = readReference(image);
    const from = isLocalName(image) ? 'built' : reference.repository === home ? 'registry' : 'own';
    return { service, image, home, from, ...reference };
  });
}

/** Why a service cannot be updated as things are; null: it can. Pure. */
export function closedFor(
  { service, image, from }: ServedImage,
  standing: ReadonlyMap<ServiceName, Standing> | null,
  notUnderstood: ComposeModel['notUnderstood'],
): string | null {
  if (from === 'own')
    return `${ownImage(service).variable} in .env names ${image}, an image of your own: Weir does not update it.`;
  if (standing === null) return 'The Docker Engine does not answer.';
  if (notUnderstood.has(service)) return 'Weir does not understand all of it in docker-compose.yml.';
  const there = standing.get(service);
  if (there === undefined) return 'It has no container.';
  if (!there.isRunning) return 'It is stopped. Start it first: an update is judged by what it does.';
  return there.fits === false ? 'It runs something older than the files. See Changes first.' : null;
}

/** By the repositories that docker-compose.yml names. */
export const runningVersions = (images: readonly ServedImage[]): Map<string, string> =>
  new Map(images.flatMap(({ home, tag }) => (tag === null ? [] : [[home, tag] as const])));

export async function shownServices(
  model: ComposeModel,
  images: readonly ServedImage[],
  known: Omit<Circumstances, 'running'>,
): Promise<Served[]> {
  const standing = await standings(model).catch(() => null);
  const running = runningVersions(images);
  const trial = onTrial();
  return Promise.all(
    images.map(async (one) => ({
      service: one.service,
      repository: one.repository,
      home: one.home,
      version: one.tag,
      digest: one.digest ?? (await digestOf(one)),
      from: one.from,
      ...offerOf(one.home, one.tag, { ...known, running }),
      goesBackTo: one.service === trial?.service ? trial.earlier : null,
      closed: closedFor(one, standing, model.notUnderstood),
    })),
  );
}

/** Null: the image was not pulled, or the engine does not answer. */
async function digestOf({ image, repository }: ServedImage): Promise<string | null> {
  const all = await imageDigests(image).catch(() => []);
  const own = all.find((name) => readReference(name).repository === repository);
  return own === undefined ? null : readReference(own).digest;
}
