import 'server-only';
import type { Actor } from './access';

/** What a handler is given: the parts of the request that fit their schemas, and where to put answer headers. */
export interface Call<Body = unknown, Query = unknown, Params = unknown> {
  body: Body;
  query: Query;
  params: Params;
  /** The bytes of a file that was sent, where the contract takes one. */
  upload?: Uint8Array;
  request: Request;
  requestId: string;
  /** As whom the caller was let in. */
  actor: Actor;
  /** The visitor's network address, for throttling; '' where it is not known. */
  address: string;
  /** Headers that go with the answer, for example a cookie. */
  headers: Headers;
}
