import 'server-only';
import { sourceIds, sourceWordsOf } from '@/lib/pipeline/components';
import { isEssential, sourceRecord } from '@/lib/pipeline/records';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import { showPreview } from '../change/preview';
import type { Texts } from '../change/records/texts';
import { lookForImages, type Wanted } from '../change/steps/images';
import type { ServiceProblem } from '../control/port-problems';
import { missingImage } from '../images/get-image';
import { supplyOf, UNKNOWN_SUPPLY } from '../images/image-words';
import { readOr } from '../settings/sections/section';
import { sourcesIn } from '../sources/sources';
import { imageOf, servicesOf } from '../stack/model';
import { destinationIn, isSourceOn } from '../stack/settings';
import { prepareLaunch } from './launch-edit';

/** What a launch would do now, and what stands in its way. Changes nothing. @throws AppError invalid-stack */
export async function reviewLaunch(): Promise<LaunchPreview> {
  const { open, look } = await prepareLaunch({}, 1);
  if (open.length > 0) return { ...NOTHING, problems: open.map(atStep) };
  const prepared = await look();
  const { model, texts } = prepared.after;
  const wanted = await lookForImages(model, texts.get('env') ?? '').catch(() => null);
  const missing = missingImages(wanted ?? []);
  const { problems, ...preview } = await showPreview(prepared);
  const fatal = missing.filter(({ service }) => isEssential(service));
  return {
    ...preview,
    // A file that is broken is a problem of its own.
    words: [...preview.words, ...readOr(() => costWords(texts), [])],
    services: servicesOf(model).map((name) => {
      const found = wanted?.find(({ wish }) => wish.service === name);
      const supply = found ? supplyOf(found.source, found.wish) : UNKNOWN_SUPPLY;
      return { name, image: imageOf(model, name), supply };
    }),
    leftOut: [...prepared.leftOut, ...missing.filter((one) => !fatal.includes(one))].map(
      ({ service, message, hint }) => ({ source: sourceWordsOf(service), message, hint }),
    ),
    problems: [...problems.map(atStep), ...fatal.map(({ message, hint }) => ({ message, hint, step: null }))],
  };
}

/** What a launch costs, or lays open, that no file says. @throws AppError invalid-stack */
export function costWords(texts: Texts): string[] {
  const { kind, url, secret } = destinationIn(texts);
  const sources = sourcesIn(texts);
  return [
    ...(kind === 'other' && url.startsWith('http:') && secret !== ''
      ? ['The address begins with http://, so the password travels unencrypted.']
      : []),
    ...sourceIds.flatMap((id) => (isSourceOn(sources, id) ? (sourceRecord(id).charge ?? []) : [])),
  ];
}

const NOTHING = {
  revision: '',
  files: [],
  effects: [],
  words: [],
  question: null,
  services: [],
  leftOut: [],
};

/** The step of the wizard that a field belongs to; a whole section is the file's matter. */
function atStep({ field, message, hint }: { field: string | null; message: string; hint: string }) {
  const section = field?.split('.')[0];
  const step =
    section === 'destination' || section === 'sources'
      ? section
      : field?.startsWith('labels.')
        ? 'name'
        : null;
  return { message, hint, step } as const;
}

function missingImages(wanted: readonly Wanted[]): ServiceProblem[] {
  return wanted.flatMap(({ wish, source }) => {
    if (source.from !== 'nowhere') return [];
    const { message, hint = '' } = missingImage(wish, source.why);
    return [{ service: wish.service, message, hint }];
  });
}
