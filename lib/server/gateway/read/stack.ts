import 'server-only';
import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';
import { type ServiceName, serviceNames } from '@/lib/pipeline/components';
import type { ServiceSpec } from '../../compose/reader/service';
import { type ComposeModel, parseCompose } from '../../compose/reader/spec';
import { AppError } from '../../errors';
import { readPlainFile } from '../../files/disk/plain-file';
import { parseEnv } from '../../files/env/env-file';
import { repositoryOf } from './images';
import { Refusal } from './refusal';
import type { GatewaySettings } from './settings';
import { marksFor, namesOfOwner, oddVariables, valuesOfOwner, variablesFor } from './variables';

const OWN: ReadonlySet<string> = new Set(serviceNames);
const LINKED_ENV = 'config/.env';
/** As the panel's own limit of the file; the grammar takes longer than linear time. */
const MAX_ENV_CHARS = 256 * 1024;

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

/** The panel may put anything in the place of the file that the link names; only a plain file is read. */
async function readEnvText(stackDir: string): Promise<string> {
  const link = path.join(/* turbopackIgnore: true */ stackDir, '.env');
  const info = await lstat(link).catch(() => null);
  if (info === null) return '';
  if (info.isSymbolicLink() && (await readlink(link)) !== LINKED_ENV)
    throw new Refusal('.env is a link to another place');
  const file = info.isSymbolicLink() ? path.join(/* turbopackIgnore: true */ stackDir, LINKED_ENV) : link;
  const text = (await readPlainFile(file, '.env')) ?? '';
  if (text.length > MAX_ENV_CHARS) throw new Refusal('.env is too long');
  return text;
}

/** Of a file that cannot be read nothing counts: what needs none of it goes on, such as stopping and looking. */
async function readEnv(stackDir: string): Promise<{ env: Record<string, string>; leftOut: string | null }> {
  try {
    const env = parseEnv(await readEnvText(stackDir));
    const odd = oddVariables(env);
    return {
      env,
      leftOut: odd.length === 0 ? null : `the value of ${odd.join(', ')} has a form that is not taken`,
    };
  } catch (error) {
    if (error instanceof AppError || error instanceof Refusal) return { env: {}, leftOut: error.message };
    throw error;
  }
}

/** @param projectDir the stack folder as the engine sees it @throws Refusal when the files cannot be used */
export async function readStack(settings: GatewaySettings, projectDir: string): Promise<Stack> {
  const { project, stackDir, host } = settings;
  try {
    const file = path.join(/* turbopackIgnore: true */ stackDir, 'docker-compose.yml');
    const text = await readPlainFile(file, 'docker-compose.yml');
    if (text === null) throw new Refusal('docker-compose.yml is missing');
    const { env, leftOut } = await readEnv(stackDir);
    const options = { project, projectDir, own: OWN };
    const names = namesOfOwner(text);
    const known = variablesFor(host, env);
    const model = parseCompose(text, known, options);
    withEnvironmentsOf(parseCompose(text, new Map([...valuesOfOwner(names, env), ...known]), options), model);
    const plain = parseCompose(text, new Map(host), options);
    const marked = parseCompose(text, new Map([...marksFor(names), ...host]), options);
    return {
      model,
      repositories: byService(plain, ({ image = '' }) => repositoryOf(image)),
      environments: byService(marked, ({ environment = {} }) => environment),
      leftOut,
    };
  } catch (error) {
    if (error instanceof AppError) throw new Refusal(error.message);
    throw error;
  }
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
