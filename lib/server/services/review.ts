import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { LaunchPlan } from '@/lib/schemas/wizard';
import type { ComposeModel } from '../docker/compose-spec';
import { engineInfo } from '../docker/engine';
import { hasImage } from '../docker/pull';
import { env } from '../env';
import { maskSecrets } from '../stack/mask-secrets';
import { stackFile } from '../stack/stack-files';
import { unifiedDiff } from '../stack/unified-diff';
import { checkBuffer } from './buffer-guard';
import { imageOf, readModel, servicesOf } from './compose-model';
import { engineProblems, imageProblem, openQuestions, settingsProblems } from './launch-problems';
import { planWords } from './launch-words';
import { draftSettings } from './merge-draft';
import { portProblems } from './port-problems';
import { readSettings } from './settings';
import { readDraft } from './setup-draft';
import { type PlannedFile, planFiles } from './stack-plan';

/** What a launch would do now, and what stands in its way. Changes nothing. @throws AppError invalid-stack */
export async function reviewLaunch(): Promise<LaunchPlan> {
  const current = await readSettings();
  const draft = await readDraft(current);
  const settings = draftSettings(draft, current);
  if (settings === null) return { words: [], files: [], services: [], problems: openQuestions(draft) };

  const files = await planFiles(settings);
  const engine = await engineInfo();
  const isUp = engine.state === 'up';
  const envText = files.find(({ id }) => id === 'env')?.text ?? '';
  // Only names and images are shown, so without an engine any folder will do.
  const model = await readModel(envText, isUp ? undefined : env().stackDir);
  const services = await planServices(model, isUp);
  const buffer = isUp ? await checkBuffer(settings.destination) : { problem: null, words: null };
  const isMissing = ({ image, imagePresent }: LaunchPlan['services'][number]) =>
    imagePresent === false && image.startsWith('weir-local/');
  return {
    words: [...planWords(settings, services), ...(buffer.words ? [buffer.words] : [])],
    files: files.map(shownFile),
    services,
    problems: [
      ...settingsProblems(settings),
      ...engineProblems(engine),
      ...(buffer.problem ? [buffer.problem] : []),
      ...(isUp ? await portProblems(model) : []),
      ...services.filter(isMissing).map(({ image }) => imageProblem(image)),
    ],
  };
}

async function planServices(model: ComposeModel, isEngineUp: boolean): Promise<LaunchPlan['services']> {
  const describe = async (name: ServiceName) => {
    const image = imageOf(model, name);
    const imagePresent = isEngineUp ? await hasImage(image).catch(() => null) : null;
    return { name, image, imagePresent };
  };
  return Promise.all(servicesOf(model).map(describe));
}

function shownFile({ id, before, text }: PlannedFile): LaunchPlan['files'][number] {
  const after = maskSecrets(id, text, before ?? '');
  return {
    path: stackFile(id).relative,
    action: before === null ? 'create' : before === text ? 'unchanged' : 'change',
    diff: before === text ? '' : unifiedDiff(before === null ? '' : maskSecrets(id, before), after),
  };
}
