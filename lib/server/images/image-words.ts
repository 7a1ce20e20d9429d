import 'server-only';
import type { ImageSupply } from '@/lib/schemas/images';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { BUILD_FACTS, isBuildable } from '../docker/images/build';
import type { ImageSource, ImageWish } from './image-source';

/** Of the images that docker-compose.yml names, compressed, rounded up to 5 MB. */
const DOWNLOAD_MEGABYTES: Partial<Record<ServiceName, number>> = {
  vmagent: 10,
  'victoria-metrics': 15,
  'node-exporter': 15,
  cadvisor: 35,
  yace: 30,
  'stackdriver-exporter': 15,
};

/** Where the image of a service would come from, for the person who may switch it on. */
export function supplyOf(source: ImageSource, { service, isChosen }: ImageWish): ImageSupply {
  switch (source.from) {
    case 'here':
    case 'local':
      return { state: 'here', words: 'What it needs is here already.' };
    case 'registry':
      return { state: 'download', words: downloadWords(isChosen ? undefined : DOWNLOAD_MEGABYTES[service]) };
    case 'build':
      return { state: 'build', words: buildWords(service) };
    case 'nowhere':
      return { state: 'none', words: `It cannot be had here. ${source.why}` };
  }
}

/** The engine could not be asked. */
export const UNKNOWN_SUPPLY: ImageSupply = {
  state: 'unknown',
  words: 'Whether something has to be fetched for it is not known: the Docker Engine does not answer.',
};

function downloadWords(megabytes: number | undefined): string {
  return megabytes === undefined
    ? 'Its image is downloaded when it is started.'
    : `About ${megabytes} MB are downloaded when it is started.`;
}

function buildWords(service: ServiceName): string {
  if (!isBuildable(service)) return 'It is built on this Pi when it is started.';
  const { downloadMegabytes, secondsOnTwoCores } = BUILD_FACTS[service];
  const time = secondsOnTwoCores < 60 ? 'a minute or two' : 'some minutes';
  return `It is built on this Pi when it is started: about ${downloadMegabytes} MB are downloaded, and it takes ${time}.`;
}
