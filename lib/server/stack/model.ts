import 'server-only';
import { serviceNames, startOrder } from '@/lib/pipeline/components';
import { type ServiceName, serviceNameSchema } from '@/lib/schemas/snapshot';
import { type ComposeModel, parseCompose, serviceOf } from '../compose/reader/spec';
import { stackHostDir } from '../docker/home';
import { env } from '../env';
import { AppError } from '../errors';
import { assertOnlyComposeFile } from '../files/compose-files';
import { parseEnv } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';

/** Services that Weir starts, and must understand. */
export const OWN_SERVICES: ReadonlySet<string> = new Set(serviceNames);

/**
 * The stack as docker-compose.yml and the given `.env` describe it.
 * @param hostDir the stack folder as the engine sees it; looked up there when not given
 * @throws AppError invalid-stack, or the engine's when it must be asked where the stack folder is
 */
export async function readModel(envText: string, hostDir?: string): Promise<ComposeModel> {
  const text = await readStackFile('compose');
  if (text === null) {
    throw new AppError('invalid-stack', 'docker-compose.yml is missing in the stack folder.', {
      hint: 'Bring the file back from the repository.',
    });
  }
  const projectDir = hostDir ?? (await stackHostDir());
  const variables = parseEnv(envText);
  await assertOnlyComposeFile(variables, env().project);
  return parseCompose(text, variables, { project: env().project, projectDir, own: OWN_SERVICES });
}

/** The services that are switched on, in the order of their start; the panel itself is not among them. */
export function servicesOf(model: ComposeModel): ServiceName[] {
  return startOrder.filter((name) => model.enabled.has(name));
}

/** The services that are switched off. */
export function servicesOffOf(model: ComposeModel): ServiceName[] {
  return startOrder.filter((name) => !model.enabled.has(name));
}

export function imageOf(model: ComposeModel, name: string): string {
  return serviceOf(model, serviceNameSchema.parse(name)).image ?? '';
}
