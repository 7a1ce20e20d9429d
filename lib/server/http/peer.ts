import 'server-only';
import { PEER_HEADER } from './inside-headers';

/** The address on the other end of the connection; '' where it is not known. */
export function peerOf(request: Request): string {
  return request.headers.get(PEER_HEADER) ?? '';
}
