import 'server-only';
import { serviceNames } from '@/lib/pipeline/components';
import { ownImage } from '@/lib/pipeline/records';
import { assertUnderstood } from '../compose/reader/spec';
import { type UpStep, upServices } from '../compose/up';
import { givenVariable } from '../env';
import { AppError } from '../errors';
import { setEnv } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';
import { readModel } from '../stack/model';
import { upGateway } from './up-gateway';

const WORDS: Partial<Record<UpStep['phase'], string>> = {
  create: 'Creating the panel.',
  recreate: 'Replacing the panel with the new one.',
  start: 'Starting the panel.',
  kept: 'The panel already runs and is up to date.',
};

/** Variables that `compose/up` hands over as it has read and checked them: the panel could write `.env` meanwhile. */
const HANDED = [
  ...['WEIR_UID', 'WEIR_GID', 'WEIR_BACKUP_DIR', 'DOCKER_SOCKET', 'DOCKER_GID'],
  ...serviceNames.map((name) => ownImage(name).variable),
];

function handed(): Record<string, string> {
  return Object.fromEntries(
    HANDED.flatMap((name) => {
      const value = givenVariable(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * Creates or replaces the containers of the gateway and of the panel, exactly as `docker compose up -d weir` would, so that
 * Compose takes them for its own. @throws AppError with what to do
 */
export async function upPanel(say: (line: string) => void): Promise<number> {
  const text = await readStackFile('env');
  if (text === null) {
    throw new AppError('invalid-stack', '.env is missing in the compose folder.', {
      hint: 'Run compose/up, which makes it from its template.',
    });
  }
  const onStep = ({ phase }: UpStep) => {
    const words = WORDS[phase];
    if (words) say(words);
  };
  const model = await readModel(setEnv(text, handed()));
  // Else the earlier release would be kept, and called up to date.
  assertUnderstood(model, 'weir');
  say('Starting the gateway to the Docker Engine.');
  await upGateway(model);
  await upServices(model, ['weir'], { onStep });
  return 0;
}
