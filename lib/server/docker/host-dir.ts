import 'server-only';
import { env } from '../env';
import { containersOf, inspectOwn } from './own';

/**
 * The stack folder as the engine sees it, for bind mounts: WEIR_STACK_HOST_DIR, else what the panel's own
 * container mounts at its stack folder, else that folder itself (panel run on the host).
 */
export async function stackHostDir(): Promise<string> {
  const { stackDir, stackHostDir: given } = env();
  if (given) return given;
  const [own] = await containersOf('weir');
  const seen = own ? await inspectOwn(own) : null;
  return seen?.Mounts.find((mount) => mount.Destination === stackDir)?.Source ?? stackDir;
}
