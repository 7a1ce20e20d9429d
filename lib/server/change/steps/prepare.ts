import 'server-only';
import { isEssential } from '@/lib/pipeline/records';
import type { BufferChoice, ChangePreview, Effect } from '@/lib/schemas/settings/settings';
import { standings } from '../../compose/fit';
import type { ServiceProblem } from '../../control/port-problems';
import { engineInfo } from '../../docker/engine';
import { env } from '../../env';
import { AppError } from '../../errors';
import { stackFile, type WritableStackFileId } from '../../files/stack-files';
import { engineProblems } from '../../setup/answers/problems';
import { readModel, servicesOf } from '../../stack/model';
import { yamlIn } from '../../stack/settings';
import type { StackTexts } from '../../stack/stack-texts';
import { compareWithRunning } from '../../stack/wanted-config';
import { YamlProblem } from '../../yaml';
import { asleep, effectsOf, type Scope, type Side } from '../effects/effects';
import { launchFaults, leftAsItIs, missingProblems, remadeProblems } from '../effects/not-understood';
import {
  type ApplyRequest,
  type ChangeProblem,
  changedFileIds,
  type Edited,
  type Texts,
} from '../records/texts';
import { bufferQuestion, withBufferChoice } from './buffer';
import { programFaults } from './faults';

/** A change worked out on one state of the files: all that is needed to show it or to make it. */
export interface Prepared {
  stack: StackTexts;
  title: string;
  notes: string[];
  scope: Scope;
  before: Side;
  after: Side;
  /** Files that the change writes. */
  changed: WritableStackFileId[];
  /** Files that are others than those that the services were last brought to. */
  touched: WritableStackFileId[];
  effects: Effect[];
  /** Services that do not run and take the change when they are started. */
  asleep: Effect['service'][];
  /** Services that do not run now. */
  wereStopped: Effect['service'][];
  /** Services that are on and have no container. */
  wereAbsent: Effect['service'][];
  /** Sources that a launch goes on without. */
  leftOut: ServiceProblem[];
  problems: ChangeProblem[];
  question: ChangePreview['question'];
}

/** How often a change that is made looks at a buffer that is not empty; what is only shown looks once. */
export const BUFFER_TRIES = 4;

interface PrepareOptions {
  waiting?: BufferChoice | undefined;
  /** How often a buffer that is not empty is looked at, 1.5 s apart. */
  bufferTries: number;
  scope?: Scope;
  /** Nobody has seen vmagent use the token of the files yet. */
  isTokenUnsure?: boolean;
  /** The files that the services run, where these are not the present ones (an edit by hand). */
  earlier?: Texts;
}

/** @throws AppError invalid-stack when the changed files cannot be read as what they are; the engine's */
export async function prepare(
  stack: StackTexts,
  edited: Edited,
  { waiting, bufferTries, scope = 'changed', isTokenUnsure = false, earlier }: PrepareOptions,
): Promise<Prepared> {
  const current = stack.texts;
  const texts = withBufferChoice(new Map([...current, ...edited.texts]), waiting);
  assertNoBomb(texts, changedFileIds(earlier ?? current, texts));
  const engine = await engineInfo();
  const isUp = engine.state === 'up';
  const hostDir = isUp ? undefined : env().stackDir;
  const after: Side = { texts, model: await readModel(texts.get('env') ?? '', hostDir) };
  const before = await sideBefore(earlier ?? current, after, hostDir);
  const standing = isUp ? await standings(after.model) : null;
  const reach = scope === 'changed' && !before.isKnown ? 'all' : scope;
  const isConfigOld =
    reach !== 'changed' && isUp && (await compareWithRunning(texts.get('vmagent-config') ?? '')) === 'other';
  const faults = scope === 'launch' ? await launchFaults(after, isUp) : [];
  const leftOut = faults.filter(({ service }) => !isEssential(service));
  const question = { before: before.side, after, standing, scope: reach, isConfigOld, isTokenUnsure };
  const all = effectsOf(question);
  const effects = all.filter(({ service }) => !leftOut.some((fault) => fault.service === service));
  const touched = changedFileIds(earlier ?? current, texts);
  const unusable = programFaults(before.side, after, { touched, scope });
  const isVmagentRemade = effects.some(({ service, kind }) => service === 'vmagent' && kind === 'recreate');
  return {
    stack,
    title: edited.title,
    scope,
    notes: [...(edited.notes ?? []), ...leftAsItIs(after.model), ...unusable.notes],
    before: before.side,
    after,
    changed: changedFileIds(current, texts),
    touched,
    effects,
    asleep: asleep(question, all),
    wereStopped: [...(standing ?? [])].filter(([, { isRunning }]) => !isRunning).map(([service]) => service),
    wereAbsent: servicesOf(before.side.model).filter((service) => standing?.has(service) === false),
    leftOut,
    problems: [
      ...edited.problems,
      // A form says it better, at its field.
      ...(edited.problems.length > 0 ? [] : unusable.problems),
      ...engineProblems(engine),
      ...faults
        .filter(({ service }) => isEssential(service))
        .map(({ message, hint }) => ({ message, hint, field: null })),
      ...remadeProblems(after.model, effects),
      ...(scope !== 'launch' && before.isKnown ? missingProblems(before.side, after) : []),
    ],
    question: isUp && isVmagentRemade ? await bufferQuestion(after.model, bufferTries) : null,
  };
}

/**
 * YAML that repeats itself without end is given to no program. What is wrong with other bad YAML the programs say
 * themselves.
 */
function assertNoBomb(texts: Texts, touched: readonly WritableStackFileId[]): void {
  for (const id of touched.filter((file) => stackFile(file).relative.endsWith('.yml'))) {
    try {
      yamlIn(texts, id, []);
    } catch (error) {
      const cause = error instanceof AppError ? error.cause : null;
      if (cause instanceof YamlProblem && cause.kind === 'bomb') throw error;
    }
  }
}

/** Files that somebody broke by hand describe no services: then what runs is all that there is to compare with. */
async function sideBefore(texts: Texts, after: Side, hostDir: string | undefined) {
  try {
    return { side: { texts, model: await readModel(texts.get('env') ?? '', hostDir) }, isKnown: true };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid-stack') throw error;
    return { side: { texts, model: after.model }, isKnown: false };
  }
}

/** @throws AppError bad-request for a change that objects to something, or that asks what was not answered */
export function assertPossible(wish: ApplyRequest, prepared: Prepared): void {
  const { problems } = prepared;
  const [first] = problems;
  if (first !== undefined) {
    const fields = problems.flatMap(({ field, message }) => (field === null ? [] : [[field, message]]));
    throw new AppError('bad-request', first.message, {
      hint: first.hint,
      fieldErrors: Object.fromEntries(fields),
    });
  }
  assertAnswered(wish, prepared);
}

/** @throws AppError bad-request */
export function assertAnswered(
  { waiting }: Pick<ApplyRequest, 'waiting'>,
  { question }: Pick<Prepared, 'question'>,
): void {
  if (question === null || (waiting !== undefined && question.choices.includes(waiting))) return;
  throw new AppError('bad-request', 'Samples still wait for the earlier address.', {
    hint: 'Say what becomes of them: deliver them first, keep them on the disk, or drop them.',
    fieldErrors: { waiting: 'Choose what becomes of the samples that wait.' },
  });
}
