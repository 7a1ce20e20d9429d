import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { env } from '../../env';
import { withDocker } from '../client';
import { keptAs } from './reference';

/**
 * Gives an image a name of Weir's own: one that was pulled by its digest alone has no other, and the engine would throw it
 * away at the next tidying up. The one that was kept before loses the name.
 * @param image a name that leads to it here
 */
export async function keepImage(image: string, service: ServiceName): Promise<void> {
  await withDocker((client) => client.getImage(image).tag(keptAs(service, env().project)));
}
