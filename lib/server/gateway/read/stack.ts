import 'server-only';
import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';
import { type ServiceName, serviceNames } from '@/lib/pipeline/components';
import type { ServiceSpec } from '../../compose/reader/service';
import { type ComposeModel, parseCompose } from '../../compose/reader/spec';
import { readReference } from '../../docker/images/reference';
import { AppError } from '../../errors';
import { readPlainFile } from '../../files/disk/plain-file';
import { parseEnv } from '../../files/env/env-file';
import { jsonIn } from '../../json';
import { isMap } from './asked';
import { Refusal } from './refusal';
import type { GatewaySettings } from './settings';
import { marksFor, namesOfOwner, oddVariables, valuesOfOwner, variablesFor } from './variables';

const OWN: ReadonlySet<string> = new Set(serviceNames);
const LINKED_ENV = 'config/.env';
const EARLIER_ENV = '.weir/earlier-env.json';
/** It ships with 8 kB; its grammar takes longer than linear time. */
const MAX_ENV_CHARS = 64 * 1024;

/** The stack as the gateway itself reads it. */
export interface Stack {
  model: ComposeModel;
  /** The repository of each service's image, as docker-compose.yml names it where nobody chose another. */
  repositories: ReadonlyMap<ServiceName, string>;
  /** The environment of each service, with the marks of variables in the place of their values. */
  environments: ReadonlyMap<ServiceName, Readonly<Record<string, string | null>>>;
  /** Why `.env`, or variables of it, were left out; null: all that is known was taken. */
  leftOut: string | null;
}

/** The panel may put anything in the place of the file that the link names; only a plain file is read, and else nothing. */
async function readEnvText(stackDir: string): Promise<string> {
  const link = path.join(/* turbopackIgnore: true */ stackDir, '.env');
  const info = await lstat(link).catch(() => null);
  const isLink = info?.isSymbolicLink() === true;
  if (info === null || (isLink && (await readlink(link)) !== LINKED_ENV)) return '';
  const file = isLink ? path.join(/* turbopackIgnore: true */ stackDir, LINKED_ENV) : link;
  const text = (await readPlainFile(file, '.env').catch(() => null)) ?? '';
  return text.length > MAX_ENV_CHARS ? '' : text;
}

/** `.env` as the services ran it, while the panel brings them back to it and the file itself stays edited; null: it does not. */
export async function readEarlierEnv(stackDir: string): Promise<string | null> {
  const file = path.join(/* turbopackIgnore: true */ stackDir, EARLIER_ENV);
  const json = jsonIn((await readPlainFile(file, EARLIER_ENV).catch(() => null)) ?? '');
  const text = isMap(json) ? json.env : null;
  return typeof text === 'string' && text.length <= MAX_ENV_CHARS ? text : null;
}

/** Of a file that cannot be read nothing counts: what needs none of it goes on, such as stopping and looking. */
function readEnv(text: string): { env: Record<string, string>; leftOut: string | null } {
  try {
    const env = parseEnv(text);
    const odd = oddVariables(env);
    const words = `the value of ${odd.join(', ')} has a form that is not taken`;
    return { env, leftOut: odd.length === 0 ? null : words };
  } catch (error) {
    return { env: {}, leftOut: error instanceof AppError ? error.message : '.env cannot be read' };
  }
}

type OfFile = Pick<Stack, 'repositories' | 'environments'>;

/** What `.env` has no say in. @throws AppError invalid-stack when docker-compose.yml cannot be used */
function readFile({ project, host }: GatewaySettings, projectDir: string, text: string): OfFile {
  const options = { project, projectDir, own: OWN };
  const plain = parseCompose(text, new Map(host), options);
  const marked = parseCompose(text, new Map([...marksFor(namesOfOwner(text)), ...host]), options);
  return {
    repositories: byService(plain, ({ image = '' }) => readReference(image).repository),
    environments: byService(marked, ({ environment = {} }) => environment),
  };
}

/** @throws AppError invalid-stack when docker-compose.yml cannot be used */
function readModel(
  { project, host }: GatewaySettings,
  projectDir: string,
  text: string,
  envText: string,
): Pick<Stack, 'model' | 'leftOut'> {
  const options = { project, projectDir, own: OWN };
  const { env, leftOut } = readEnv(envText);
  const known = variablesFor(host, env);
  const model = parseCompose(text, known, options);
  const owners = valuesOfOwner(namesOfOwner(text), env);
  if (owners.size > 0) withEnvironmentsOf(parseCompose(text, new Map([...owners, ...known]), options), model);
  return { model, leftOut };
}

/** Keeps the newest answer, for the same question. */
function latest<T>(work: (...texts: string[]) => T): (...texts: string[]) => T {
  let kept: { key: string; answer: T } | null = null;
  return (...texts) => {
    const key = JSON.stringify(texts);
    if (kept?.key !== key) kept = { key, answer: work(...texts) };
    return kept.answer;
  };
}

/** Reads the files at each call, and works out anew only what has changed. */
export function stackReader(
  settings: GatewaySettings,
): (projectDir: string, envText?: string) => Promise<Stack> {
  const ofFile = latest((dir = '', text = '') => readFile(settings, dir, text));
  const ofEnv = latest((dir = '', text = '', envText = '') => readModel(settings, dir, text, envText));
  return async (projectDir, given) => {
    try {
      const file = path.join(/* turbopackIgnore: true */ settings.stackDir, 'docker-compose.yml');
      const text = await readPlainFile(file, 'docker-compose.yml');
      if (text === null) throw new Refusal('docker-compose.yml is missing');
      const envText = given ?? (await readEnvText(settings.stackDir));
      return { ...ofFile(projectDir, text), ...ofEnv(projectDir, text, envText) };
    } catch (error) {
      if (error instanceof AppError) throw new Refusal(error.message);
      throw error;
    }
  };
}

/** The owner's own variables count in environments, and nowhere else. */
function withEnvironmentsOf({ services }: ComposeModel, model: ComposeModel): void {
  for (const [name, spec] of model.services) {
    const environment = services.get(name)?.environment;
    if (environment) spec.environment = environment;
  }
}

function byService<T>({ services }: ComposeModel, read: (spec: ServiceSpec) => T): Map<ServiceName, T> {
  return new Map(
    serviceNames.flatMap((name) => {
      const spec = services.get(name);
      return spec ? [[name, read(spec)] as const] : [];
    }),
  );
}
