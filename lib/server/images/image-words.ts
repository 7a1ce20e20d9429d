import 'server-only';
import { buildCost, ownImage } from '@/lib/pipeline/records';
import type { ImageSupply } from '@/lib/schemas/images';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ImageSource, ImageWish } from './image-source';

/** Where the image of a service would come from, for the person who may switch it on. */
export function supplyOf(source: ImageSource, { service, isChosen }: ImageWish): ImageSupply {
  switch (source.from) {
    case 'here':
    case 'local':
      return { state: 'here', words: 'What it needs is here already.' };
    case 'registry':
      return {
        state: 'download',
        words: downloadWords(isChosen ? null : ownImage(service).megabytes),
      };
    case 'build':
      return { state: 'build', words: buildWords(service) };
    case 'nowhere':
      return { state: 'none', words: `It is not available here. ${source.why}` };
  }
}

/** The engine could not be asked. */
export const UNKNOWN_SUPPLY: ImageSupply = {
  state: 'unknown',
  words: 'Whether something has to be downloaded for it is not known: the Docker Engine does not answer.',
};

function downloadWords(megabytes: number | null): string {
  return megabytes === null
    ? 'Its image is downloaded when it is started.'
    : `About ${megabytes} MB are downloaded when it is started.`;
}

function buildWords(service: ServiceName): string {
  const build = buildCost(service);
  if (build === null) return 'It is built on this Pi when it is started.';
  const { downloadMegabytes, secondsOnTwoCores } = build;
  const time = secondsOnTwoCores < 60 ? 'a minute or two' : 'some minutes';
  return `It is built on this Pi when it is started: about ${downloadMegabytes} MB are downloaded, and it takes ${time}.`;
}
