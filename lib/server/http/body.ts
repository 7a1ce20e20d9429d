import 'server-only';
import type { z } from 'zod';
import { AppError } from '../errors';

/**
 * The JSON body, at most `maxBytes` long as counted while it arrives; Content-Length is only a hint.
 * An empty body reads as undefined.
 * @throws AppError too-large, bad-request
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const bytes = await readAtMost(request, maxBytes);
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('bad-request', 'The request body is not valid JSON.');
  }
}

/** @throws AppError unsupported-type: forms and plain text are what a foreign page can send without asking first */
export function assertType(request: Request, wanted = 'application/json'): void {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === wanted) return;
  // Not `request.body`: the server gives every request of this kind a stream, an empty one too.
  const isEmpty =
    Number(request.headers.get('content-length') ?? 0) === 0 && !request.headers.has('transfer-encoding');
  if (request.method === 'DELETE' && type === '' && isEmpty) return;
  throw new AppError('unsupported-type', `The request must be sent as ${wanted}.`);
}

/** The bytes of a file, as counted while they arrive. @throws AppError too-large */
export async function readUpload(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return readAtMost(request, maxBytes);
}

/** @throws AppError bad-request with one message per field */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fieldErrors: Record<string, string> = Object.create(null);
  for (const { path, message } of parsed.error.issues) {
    fieldErrors[path.map(String).join('.')] ??= message;
  }
  throw new AppError('bad-request', 'Some of what was sent cannot be used.', {
    hint: 'See the messages beside the fields.',
    fieldErrors: { ...fieldErrors },
  });
}

async function readAtMost(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return Buffer.concat(chunks);
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(part.value);
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    'too-large',
    `The request is larger than the ${Math.floor(maxBytes / 1024)} kB allowed.`,
  );
}
