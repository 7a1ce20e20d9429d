import 'server-only';
import { isEssential } from '@/lib/pipeline/services';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { missingServices, unmadeProblems } from '../../change/effects/not-understood';
import type { ComposeModel } from '../../compose/reader/spec';
import { checkBuffer } from '../../control/buffer-guard';
import type { LeftOut } from '../../control/left-out';
import { portProblems } from '../../control/port-problems';
import { engineInfo } from '../../docker/engine';
import { AppError } from '../../errors';
import { missingImage } from '../../images/get-image';
import type { StepReport } from '../../jobs/jobs';
import { readModel, servicesOf } from '../../stack/model';
import { readSettings, type Settings } from '../../stack/settings';
import { judgedFiles, judgeFile } from '../../stack/validate-config';
import { draftSettings } from '../answers/merge-draft';
import { engineProblems, openQuestions, type Problem, settingsProblems } from '../answers/problems';
import { readDraft } from '../answers/setup-draft';
import { lookForImages, type Wanted } from './images';
import { planFiles } from './stack-plan';
import type { Plan } from './start';

/** What a launch knows before it fetches or writes anything. */
export interface Looked {
  settings: Settings;
  model: ComposeModel;
  wanted: Wanted[];
}

/**
 * Looks for what stands in the way of a launch, and where its images come from. A source that cannot be had is left out.
 * @throws AppError bad-request, docker-error, image-missing where nothing would be left, and the engine's; nothing was
 *   changed then
 */
export async function check(left: LeftOut, report: StepReport): Promise<Looked> {
  const current = await readSettings();
  const draft = await readDraft(current);
  const settings = draftSettings(draft, current);
  if (settings === null) throw refusal(openQuestions(draft));
  const engine = await engineInfo();
  const problems = [...settingsProblems(settings), ...engineProblems(engine)];
  if (problems.length > 0) throw refusal(problems);
  const { problem } = await checkBuffer(settings.destination);
  if (problem !== null) throw refusal([problem]);

  const envText = (await planFiles(settings)).find(({ id }) => id === 'env')?.text ?? '';
  const model = await readModel(envText);
  const faults = [
    ...missingServices(settings.sources, model),
    ...unmadeProblems(model),
    ...(await portProblems(model)),
  ];
  const fatal = faults.filter(({ service }) => isEssential(service));
  if (fatal.length > 0) throw refusal(fatal);
  for (const { service, message, hint } of faults) {
    if (!left.services.has(service)) left.add(service, new AppError('docker-error', message, { hint }));
  }
  report.detail('Checking where the images come from…');
  const wanted = await lookForImages(model, envText);
  for (const { wish, source } of wanted) {
    if (source.from !== 'nowhere' || left.services.has(wish.service)) continue;
    left.add(wish.service, missingImage(wish, source.why));
  }
  left.assertNotAllOf(servicesOf(model));
  report.detail(imageWords(wanted));
  return { settings, model, wanted };
}

/**
 * Lets vmagent and YACE read the files that will be written, with the images that are here now.
 * @param images names of images that `.env` does not name yet
 * @throws AppError invalid-stack with the program's own words; timeout or the engine's
 */
export async function validate(
  { settings }: Looked,
  images: ReadonlyMap<ServiceName, string>,
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<Plan> {
  const files = await planFiles(settings, images);
  const model = await readModel(files.find(({ id }) => id === 'env')?.text ?? '');
  const isYaceOn = model.enabled.has('yace') && !left.services.has('yace');
  report.detail('vmagent reads its configuration…');
  for (const { service, id } of judgedFiles) {
    const text = files.find((file) => file.id === id)?.text ?? '';
    if (service !== 'yace' || isYaceOn) await judgeFile(service, text, model, signal);
  }
  report.detail(isYaceOn ? 'vmagent and yace accept theirs.' : 'vmagent accepts its configuration.');
  return { settings, files, model };
}

function imageWords(wanted: readonly Wanted[]): string {
  const count = (...from: Wanted['source']['from'][]) =>
    wanted.filter(({ source }) => from.includes(source.from)).length;
  const parts = [
    { amount: count('here', 'local'), words: 'here' },
    { amount: count('registry'), words: 'to be downloaded' },
    { amount: count('build'), words: 'to be built on this machine' },
    { amount: count('nowhere'), words: 'not to be had' },
  ];
  const said = parts.filter(({ amount }) => amount > 0).map(({ amount, words }) => `${amount} ${words}`);
  return `Nothing stands in the way. Images: ${said.join(', ')}.`;
}

function refusal([first, ...others]: Problem[]): AppError {
  const more = others.length > 0 ? ` And ${others.length} more: see the review.` : '';
  // What is no question of the wizard's is the machine's matter: it does not answer, or a port is taken.
  const code = first?.step === null ? 'docker-error' : 'bad-request';
  return new AppError(code, `${first?.message ?? 'The settings are not complete.'}${more}`, {
    hint: first?.hint,
  });
}
