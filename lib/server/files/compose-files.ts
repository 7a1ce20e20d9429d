import 'server-only';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { AppError } from '../errors';

/** What `docker compose` reads instead of docker-compose.yml, and on top of it (compose-go, cli/options.go). */
const INSTEAD = ['compose.yaml', 'compose.yml'];
const BESIDE = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/**
 * Sees that Docker Compose would read docker-compose.yml and nothing else: Weir would undo in silence what another file
 * says.
 * @throws AppError invalid-stack that names the file or variable
 */
export async function assertOnlyComposeFile(
  variables: Readonly<Record<string, string>>,
  project: string,
): Promise<void> {
  const files = (variables.COMPOSE_FILE ?? '').trim();
  if (files !== '' && path.normalize(files) !== 'docker-compose.yml') {
    throw refusal('COMPOSE_FILE in .env names other files than docker-compose.yml', 'Remove that line');
  }
  const name = variables.COMPOSE_PROJECT_NAME ?? project;
  if (name !== '' && name !== project) {
    throw refusal('COMPOSE_PROJECT_NAME in .env names another stack than this one', 'Remove that line');
  }
  // With COMPOSE_FILE Compose looks for no other file.
  if (files !== '') return;
  for (const file of [...INSTEAD, ...BESIDE]) {
    if ((await lstat(path.join(env().stackDir, file)).catch(() => null)) === null) continue;
    const words = INSTEAD.includes(file)
      ? 'in the place of docker-compose.yml'
      : 'on top of docker-compose.yml';
    throw refusal(
      `Docker Compose would read ${file} ${words}, and Weir does not`,
      `Move what it says into docker-compose.yml or .env, and remove ${file}`,
    );
  }
}

/** Absolute paths of the files that must not be there. */
export function otherComposeFiles(): string[] {
  return [...INSTEAD, ...BESIDE].map((file) => path.join(env().stackDir, file));
}

function refusal(words: string, remedy: string): AppError {
  return new AppError('invalid-stack', `${words}.`, {
    hint: `${remedy}. Until then the panel changes nothing, because it would undo what stands there.`,
  });
}
