import 'server-only';
import type { LaunchPlan } from '@/lib/schemas/launch';
import { sourceWordsOf } from '@/lib/verdict/words';
import type { ComposeModel } from '../docker/compose-spec';
import { engineInfo } from '../docker/engine';
import { env } from '../env';
import { maskSecrets } from '../stack/mask-secrets';
import { stackFile } from '../stack/stack-files';
import { unifiedDiff } from '../stack/unified-diff';
import { checkBuffer } from './buffer-guard';
import { imageOf, readModel, servicesOf } from './compose-model';
import { missingImage } from './get-image';
import { supplyOf, UNKNOWN_SUPPLY } from './image-words';
import { lookForImages, type Wanted } from './launch-images';
import { engineProblems, openQuestions, settingsProblems } from './launch-problems';
import { planWords } from './launch-words';
import { isEssential } from './left-out';
import { draftSettings } from './merge-draft';
import { missingServices, unmadeProblems } from './not-understood';
import { portProblems } from './port-problems';
import { readSettings } from './settings';
import { readDraft } from './setup-draft';
import { type PlannedFile, planFiles } from './stack-plan';

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
