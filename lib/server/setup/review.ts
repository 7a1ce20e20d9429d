import 'server-only';
import { isEssential, sourceWordsOf } from '@/lib/pipeline/services';
import type { LaunchPlan } from '@/lib/schemas/launch';
import { missingServices, unmadeProblems } from '../change/effects/not-understood';
import type { ComposeModel } from '../compose/reader/spec';
import { checkBuffer } from '../control/buffer-guard';
import { portProblems } from '../control/port-problems';
import { engineInfo } from '../docker/engine';
import { env } from '../env';
import { maskSecrets } from '../files/secrets/mask';
import { stackFile } from '../files/stack-files';
import { unifiedDiff } from '../files/unified-diff';
import { missingImage } from '../images/get-image';
import { supplyOf, UNKNOWN_SUPPLY } from '../images/image-words';
import { imageOf, readModel, servicesOf } from '../stack/model';
import { readSettings } from '../stack/settings';
import { draftSettings } from './answers/merge-draft';
import { engineProblems, openQuestions, settingsProblems } from './answers/problems';
import { readDraft } from './answers/setup-draft';
import { lookForImages, type Wanted } from './launch/images';
import { type PlannedFile, planFiles } from './launch/stack-plan';
import { planWords } from './launch/words';

/** What a launch would do now, and what stands in its way. Changes nothing. @throws AppError invalid-stack */
export async function reviewLaunch(): Promise<LaunchPlan> {
  const current = await readSettings();
  const draft = await readDraft(current);
  const settings = draftSettings(draft, current);
  if (settings === null)
    return { words: [], files: [], services: [], leftOut: [], problems: openQuestions(draft) };

  const files = await planFiles(settings);
  const engine = await engineInfo();
  const isUp = engine.state === 'up';
  const envText = files.find(({ id }) => id === 'env')?.text ?? '';
  // Only names and images are shown, so without an engine any folder will do.
  const model = await readModel(envText, isUp ? undefined : env().stackDir);
  const wanted = isUp ? await lookForImages(model, envText).catch(() => null) : null;
  const services = planServices(model, wanted);
  const buffer = isUp ? await checkBuffer(settings.destination) : { problem: null, words: null };
  const faults = [
    ...missingServices(settings.sources, model),
    ...unmadeProblems(model),
    ...(isUp ? await portProblems(model) : []),
    ...missingImages(wanted ?? []),
  ];
  return {
    words: [...planWords(settings, services), ...(buffer.words ? [buffer.words] : [])],
    files: files.map(shownFile),
    services,
    leftOut: faults
      .filter(({ service }) => !isEssential(service))
      .map(({ service, message, hint }) => ({ source: sourceWordsOf(service), message, hint })),
    problems: [
      ...settingsProblems(settings),
      ...engineProblems(engine),
      ...(buffer.problem ? [buffer.problem] : []),
      ...faults
        .filter(({ service }) => isEssential(service))
        .map(({ message, hint }) => ({ message, hint, step: null })),
    ],
  };
}

function planServices(model: ComposeModel, wanted: Wanted[] | null): LaunchPlan['services'] {
  return servicesOf(model).map((name) => {
    const found = wanted?.find(({ wish }) => wish.service === name);
    const supply = found ? supplyOf(found.source, found.wish) : UNKNOWN_SUPPLY;
    return { name, image: imageOf(model, name), supply };
  });
}

function missingImages(wanted: Wanted[]) {
  return wanted.flatMap(({ wish, source }) => {
    if (source.from !== 'nowhere') return [];
    const { message, hint = '' } = missingImage(wish, source.why);
    return [{ service: wish.service, message, hint }];
  });
}

function shownFile({ id, before, text }: PlannedFile): LaunchPlan['files'][number] {
  const after = maskSecrets(id, text, before ?? '');
  return {
    path: stackFile(id).relative,
    action: before === null ? 'create' : before === text ? 'unchanged' : 'change',
    diff: before === text ? '' : unifiedDiff(before === null ? '' : maskSecrets(id, before), after),
  };
}
