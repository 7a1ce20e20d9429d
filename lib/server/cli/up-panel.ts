import 'server-only';
import { parseCompose } from '../docker/compose-spec';
import { stackHostDir } from '../docker/host-dir';
import { type UpStep, upServices } from '../docker/stack';
import { env } from '../env';
import { AppError } from '../errors';
import { parseEnv } from '../stack/env-file';
import { readStackFile } from '../stack/file-store';
import type { StackFileId } from '../stack/stack-files';

const WORDS: Partial<Record<UpStep['phase'], string>> = {
  create: 'Creating the panel.',
  recreate: 'Replacing the panel with the new one.',
  start: 'Starting the panel.',
  kept: 'The panel already runs and is up to date.',
};

async function need(id: StackFileId, name: string): Promise<string> {
  const text = await readStackFile(id);
  if (text !== null) return text;
  throw new AppError('invalid-stack', `${name} is missing in the compose folder.`, {
    hint: 'Run compose/up, which makes it from its template.',
  });
}

/**
 * Creates or replaces the panel's container exactly as `docker compose up -d weir` would, so that Compose takes
 * it for its own. @throws AppError with what to do
 */
export async function upPanel(say: (line: string) => void): Promise<number> {
  const variables = parseEnv(await need('env', '.env'));
  const model = parseCompose(await need('compose', 'docker-compose.yml'), variables, {
    project: env().project,
    projectDir: await stackHostDir(),
  });
  const onStep = ({ phase }: UpStep) => {
    const words = WORDS[phase];
    if (words) say(words);
  };
  await upServices(model, ['weir'], { onStep });
  return 0;
}
