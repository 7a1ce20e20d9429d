import 'server-only';
import { volumeDevice } from '../docker/volumes';
import { readStackFile } from '../files/file-store';
import { readModel } from './model';

/** The volume of the buffer in docker-compose.yml. */
const VOLUME = 'vmagent-data';

/**
 * The folder on another disk in which the buffer lies since compose/move; null: it lies in Docker's own.
 * @throws AppError invalid-stack, or the engine's
 */
export async function bufferDevice(): Promise<string | null> {
  const model = await readModel((await readStackFile('env')) ?? '');
  const name = model.volumes.get(VOLUME)?.name;
  return name === undefined ? null : volumeDevice(name);
}
