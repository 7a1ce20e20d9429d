import 'server-only';
import type { z } from 'zod';
import type { ErrorCode } from '@/lib/schemas/error';
import type { Access } from './access';

type Schema = z.ZodType | undefined;

/** What a route takes and answers. `handler()` holds it to that, and `openapi.json` is made of it. */
export interface Contract<
  B extends Schema = Schema,
  Q extends Schema = Schema,
  P extends Schema = Schema,
  R extends Schema = Schema,
> {
  access: Access;
  /** What it does, in one line. */
  summary?: string;
  body?: B;
  query?: Q;
  /** Parts of the path; what does not fit is 404. */
  params?: P;
  /** What is answered; anything that is not in it is left out. */
  response?: R;
  /** Instead of it: server-sent events by their names. */
  events?: Record<string, z.ZodType>;
  /** Instead of it: the media type of what is answered whole. */
  file?: string;
  /** Status of a good answer; 200 when not given, 204 when there is nothing to answer. */
  status?: number;
  /** Whether the caller says with `If-Match` which state the change was made for. */
  ifMatch?: 'needed' | 'optional';
  /** What it refuses with, beside that with which every route of its kind does. */
  errors?: readonly ErrorCode[];
  /** Instead of a body in JSON: the media type of a file that is sent as it is. */
  upload?: string;
  /** Limit of the body; 64 KiB when not given. */
  maxBytes?: number;
  /** Checked before the body is looked at. */
  before?: () => Promise<void>;
}
