import 'server-only';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { env } from '../env';

/**
 * Keeps other processes from acting on the same stack: `compose/up --config` runs beside the panel, in its container.
 * What is held is a name among the kernel's abstract sockets (unix(7)), which goes with its process however that ends,
 * so nothing stale is ever left. Reaches as far as a network namespace does: one container, or the host.
 * @returns gives it back; null when another process, or this one, has it
 */
export function holdStack(): (() => void) | null {
  const name = createHash('sha256').update(env().stateDir).digest('hex').slice(0, 32);
  const server = createServer((visitor) => visitor.destroy());
  server.on('error', () => undefined);
  // Bound, or not, when this returns.
  server.listen({ path: `\0weir-${name}` });
  if (!server.listening) return null;
  server.unref();
  return () => server.close();
}
