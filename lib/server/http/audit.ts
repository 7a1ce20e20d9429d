import 'server-only';
import type { AppError } from '../errors';
import { logger } from '../logger';
import type { Actor } from './access';
import { peerOf } from './inside-headers';
import { changesState } from './origin-rules';

interface Outcome {
  request: Request;
  requestId: string;
  actor: Actor;
  failure: AppError | null;
  status: number;
  /** Of `performance.now()`. */
  startedAtMs: number;
}

/** One line a request: who, what, result. State changes and refusals are always logged, reads only when debugging. */
export function audit({ request, requestId, actor, failure, status, startedAtMs }: Outcome): void {
  const { method } = request;
  const { pathname } = new URL(request.url);
  const durationMs = Math.round(performance.now() - startedAtMs);
  const line = { requestId, actor, address: peerOf(request), method, path: pathname, status, durationMs };
  if (failure?.code === 'internal') logger().error({ ...line, err: failure.cause }, 'request failed');
  else if (failure !== null) logger().info({ ...line, result: failure.code }, 'request refused');
  else if (changesState(method)) logger().info(line, 'request done');
  else logger().debug(line, 'request done');
}
