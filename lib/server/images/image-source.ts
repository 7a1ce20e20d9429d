import 'server-only';
import { ownImage } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../compose/reader/spec';
import { canBuild } from '../docker/images/build';
import { hasImage } from '../docker/images/pull';
import { askRegistry, isLocalName, localImage, type RegistryAnswer } from '../docker/images/registry';
import { parseEnv } from '../files/env/env-file';
import { singleton } from '../singleton';
import { imageOf } from '../stack/model';

/** The image that a service shall run. */
export interface ImageWish {
  service: ServiceName;
  image: string;
  /** The owner named it in `.env`: then no other takes its place. */
  isChosen: boolean;
  /** A change names it, which is not written yet. */
  isAsked?: boolean;
}

/** Where an image comes from; `why` is one or two full sentences. */
export type ImageSource =
  | { from: 'here' }
  | { from: 'registry' }
  /** Made on this machine before, under another name. */
  | { from: 'local'; image: string }
  /** @property why the registry does not give it */
  | { from: 'build'; why: string }
  | { from: 'nowhere'; why: string };

/** What was answered holds for so long; a line that is back is noticed sooner than one that goes. */
const HAS_MS = 60_000;
const HAS_NOT_MS = 20_000;

/** @param writtenText `.env` as it is, where `envText` is what a change makes of it */
export function imageWish(
  model: ComposeModel,
  service: ServiceName,
  envText: string,
  writtenText = envText,
): ImageWish {
  const { variable } = ownImage(service);
  const named = parseEnv(envText)[variable] ?? '';
  return {
    service,
    image: imageOf(model, service),
    isChosen: named !== '' && !isLocalName(named),
    isAsked: named !== (parseEnv(writtenText)[variable] ?? ''),
  };
}

/**
 * Tells where an image comes from: it is here, a registry gives it, or it is built on this machine. Takes a few seconds
 * where a registry does not answer, and nothing is fetched.
 * @param isFresh ask the registry again, whatever it said a moment ago
 * @throws AppError the engine's
 */
export async function imageSource(
  { service, image, isChosen, isAsked }: ImageWish,
  { isFresh = false } = {},
): Promise<ImageSource> {
  if (await hasImage(image)) return { from: 'here' };
  const answer = await registryAnswer(image, isFresh);
  if (answer.has) return { from: 'registry' };
  if (isChosen) {
    const advice = isAsked
      ? 'Check its tag, or the connection of this machine.'
      : `It is the image that ${ownImage(service).variable} in compose/.env names.`;
    return { from: 'nowhere', why: `${answer.why} ${advice}` };
  }
  const local = await localImage(service);
  if (local !== null) return { from: 'local', image: local };
  const recipe = await canBuild(service);
  return recipe.can
    ? { from: 'build', why: answer.why }
    : { from: 'nowhere', why: `${answer.why} ${recipe.why}` };
}

interface Known {
  atMs: number;
  answer: RegistryAnswer | null;
  asked: Promise<RegistryAnswer>;
}

async function registryAnswer(image: string, isFresh: boolean): Promise<RegistryAnswer> {
  const known = singleton('registry-answers', () => new Map<string, Known>());
  const last = known.get(image);
  const holdsMs = last?.answer?.has === false ? HAS_NOT_MS : HAS_MS;
  const isUnderWay = last?.answer === null;
  if (last && (isUnderWay || (!isFresh && performance.now() - last.atMs < holdsMs))) return last.asked;
  const next: Known = { atMs: performance.now(), answer: null, asked: askRegistry(image) };
  known.set(image, next);
  try {
    next.answer = await next.asked;
    return next.answer;
  } catch (error) {
    known.delete(image);
    throw error;
  }
}
