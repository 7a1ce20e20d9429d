import 'server-only';
import type { SourceId } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { type DestinationInput, type SourcesInput, type WizardStep, wizardSteps } from '@/lib/schemas/wizard';
import { asCloud, cloud, type Sources } from '../../sources/sources';
import { DEFAULT_USERNAME, type Destination, isStoreUrl, LOCAL_URL } from '../../stack/settings';
import type { SetupAnswers } from './setup-answers';

/**
 * The destination with its secret: the one given now, else the one given earlier, else the one in use; but never
 * that of another destination, which would be sent to a stranger.
 */
export function mergeDestination(
  input: DestinationInput,
  answers: SetupAnswers['destination'],
  current: Destination,
): Destination {
  if (input.kind === 'local') {
    // What its owner has added to the address stays.
    if (current.kind === 'local' && isStoreUrl(current.url)) return current;
    return { kind: 'local', url: LOCAL_URL, username: DEFAULT_USERNAME, secret: '' };
  }
  const { kind, url } = input;
  const [username, given] =
    kind === 'grafana-cloud' ? [input.instanceId, input.token] : [input.username, input.password];
  const wanted = { kind, url, username };
  const secret = given ?? keptSecret(wanted, answers) ?? keptSecret(wanted, current) ?? '';
  return { ...wanted, secret };
}

/** The answers’ destination as it would be launched. */
export function answeredDestination(
  answers: NonNullable<SetupAnswers['destination']>,
  current: Destination,
): Destination {
  if (answers.kind === 'local' && current.kind === 'local' && isStoreUrl(current.url)) return current;
  const secret = answers.secret ?? keptSecret(answers, current) ?? '';
  return { ...answers, secret: answers.kind === 'local' ? '' : secret };
}

type Loose = Record<string, unknown>;

/**
 * What a cloud's fields leave open is as the first has it that says something; of secrets only those that are of the same
 * owner, e.g. of the same access key. Lists lose what they name twice; what has keys, such as tags by namespace, is told
 * for some of them at a time.
 */
function withSecrets(given: object, from: readonly (object | null | undefined)[]): Sources {
  const merged = Object.entries(given).map(([id, one]) => {
    const known = asCloud(id as SourceId);
    if (known === null) return [id, typeof one === 'boolean' ? one : one.enabled];
    const { none, isSameOwner } = cloud(known);
    const { secretFields } = sourceRecord(known);
    const others: Loose[] = from.flatMap((all) => Object(all)[known] ?? []);
    const owners = others.filter((other) => isSameOwner(one, other));
    const fields = Object.keys(none).map((field) => {
      const holders: Loose[] = [one, ...(secretFields.includes(field) ? owners : others), none];
      return [field, firstOf(holders.map((each) => each[field]))];
    });
    return [known, Object.fromEntries(fields)];
  });
  return Object.fromEntries(merged) as Sources;
}

/** @param values of one field, those that count more in front */
function firstOf(values: readonly unknown[]): unknown {
  const told = values.filter((each) => each !== null && each !== undefined);
  const [value = null] = told;
  if (Array.isArray(value)) return [...new Set(value)];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(told.reverse().flatMap((each) => Object.entries(Object(each))));
}

/** Sources with their secrets, found as for destinations. */
export const mergeSources = (
  input: SourcesInput,
  answers: SetupAnswers['sources'],
  current: Sources,
): Sources => withSecrets(input, [answers, current]);

/** The answers’ sources as they would be launched. */
export const answeredSources = (answers: NonNullable<SetupAnswers['sources']>, current: Sources): Sources =>
  withSecrets(answers, [current]);

/** The answers’ sources as a change has them: a secret that it does not hold is left out. */
export function sourcesInput(answers: NonNullable<SetupAnswers['sources']>): SourcesInput {
  const given = Object.entries(answers).map(([id, one]) => [
    id,
    typeof one === 'boolean'
      ? { enabled: one }
      : Object.fromEntries(Object.entries(one).map(([field, value]) => [field, value ?? undefined])),
  ]);
  return Object.fromEntries(given) as SourcesInput;
}

/** The first step that still needs an answer. */
export function openStep(answers: SetupAnswers): WizardStep {
  const answered = { destination: answers.destination, sources: answers.sources, name: answers.cluster };
  const open = wizardSteps.find(
    (step) => step in answered && answered[step as keyof typeof answered] === null,
  );
  return open ?? 'review';
}

function keptSecret(
  wanted: Omit<Destination, 'secret'>,
  from: (Omit<Destination, 'secret'> & { secret: string | null }) | null,
): string | undefined {
  if (from === null || from.secret === null || from.kind !== wanted.kind) return undefined;
  const isSameHost = URL.parse(from.url)?.origin === URL.parse(wanted.url)?.origin;
  return isSameHost ? from.secret : undefined;
}
