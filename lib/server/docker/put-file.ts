import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { type OwnContainer, onContainer, requireContainer } from './own';
import { tarFile } from './tar';

interface FileOptions {
  /** Octal; readable for all inside the container unless told otherwise, as Compose does. */
  mode?: number;
  uid?: number;
  gid?: number;
}

/** Writes one file into a container, running or not. */
export async function putFile(
  own: Pick<OwnContainer, 'id'>,
  path: string,
  content: string,
  options: FileOptions = {},
): Promise<void> {
  const archive = tarFile(path, Buffer.from(content), { mode: 0o444, uid: 0, gid: 0, ...options });
  await onContainer(own, (container) => container.putArchive(archive, { path: '/' }));
}

/** Puts a new secret into a service's container without a restart. `path` is that inside the container. */
export async function putSecret(name: ServiceName, path: string, content: string): Promise<void> {
  await putFile(await requireContainer(name), path, content);
}
