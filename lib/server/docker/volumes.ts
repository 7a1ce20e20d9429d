import 'server-only';
import { withDocker } from './client';
import { statusOf } from './docker-error';

/** The folder on another disk in which a volume lies; null: it lies in Docker's own, or is not there. */
export async function volumeDevice(name: string): Promise<string | null> {
  try {
    const { Options } = await withDocker((client) => client.getVolume(name).inspect());
    return Options?.type === 'none' ? (Options.device ?? null) : null;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
