import 'server-only';
import type { BufferChoice, SettingsChange } from '@/lib/schemas/settings/settings';
import type { DestinationInput } from '@/lib/schemas/wizard';
import type { Edited, Texts } from '../change/records/texts';
import { type Prepared, prepare } from '../change/steps/prepare';
import { changeTexts } from '../settings/sections/change-texts';
import { readChangeFacts } from '../settings/sections/facts';
import { labelsIn } from '../settings/sections/labels';
import { noSource } from '../settings/sections/sources';
import { readSettings, sourcesIn } from '../sources/sources';
import { readStackTexts, withTemplates } from '../stack/stack-texts';
import { sourcesInput } from './answers/merge-answers';
import { openQuestions } from './answers/problems';
import { hasDelivered, readAnswers, type SetupAnswers } from './answers/setup-answers';

export interface LaunchWish {
  /** In the place of the wizard's answers. */
  change?: SettingsChange | undefined;
  /** What becomes of samples that wait for an address that is given up. */
  waiting?: BufferChoice | undefined;
}

/**
 * What a launch is: the wizard's answers, or a change of any sections, made to the files, with all files that ship, and
 * everything that is on brought to them.
 * @returns `look` works the change out once more, with more written into the files; `isFirst`: nothing was delivered yet
 * @throws AppError invalid-stack for files that cannot be read, and the engine's
 */
export async function prepareLaunch({ change, waiting }: LaunchWish, bufferTries: number) {
  const answers = await readAnswers(await readSettings());
  const open = change === undefined ? openQuestions(answers) : [];
  const stack = await readStackTexts();
  const edited = await launchEdit(change, answers, stack.texts);
  const isFirst = !(await hasDelivered());
  const look = (more: Texts = new Map()): Promise<Prepared> => {
    const texts = new Map([...edited.texts, ...more]);
    const options = { waiting, bufferTries, scope: 'launch', isTokenUnsure: isFirst } as const;
    return prepare(stack, { ...edited, texts, problems: [...open, ...edited.problems] }, options);
  };
  return { open, look, isFirst };
}

async function launchEdit(
  change: SettingsChange | undefined,
  answers: SetupAnswers,
  current: Texts,
): Promise<Edited> {
  const facts = await readChangeFacts();
  const texts = withTemplates(current, facts.templates);
  const wanted = change ?? answersIn(answers, texts);
  // A panel that runs elsewhere has no name on the stack's network; where it has one, its owner decides.
  const panel = facts.isStackContainer ? wanted.panel : { ownMetrics: false, ...wanted.panel };
  const edited = changeTexts({ ...wanted, panel }, texts, facts);
  const problems = wanted.sources
    ? edited.problems
    : [...edited.problems, ...noSource(sourcesIn(edited.texts))];
  return { ...edited, problems };
}

/** The wizard's answers as a change of settings. A secret that it does not hold stays the one in use. */
export function answersIn({ destination, sources, cluster }: SetupAnswers, texts: Texts): SettingsChange {
  return {
    ...(destination && { destination: destinationInput(destination) }),
    ...(sources && { sources: sourcesInput(sources) }),
    ...(cluster !== null && { labels: { ...Object.fromEntries(labelsIn(texts)), cluster } }),
  };
}

function destinationInput(answer: NonNullable<SetupAnswers['destination']>): DestinationInput {
  const { kind, url, username } = answer;
  const secret = answer.secret ?? undefined;
  if (kind === 'local') return { kind };
  return kind === 'other'
    ? { kind, url, username, password: secret }
    : { kind, url, instanceId: username, token: secret };
}
