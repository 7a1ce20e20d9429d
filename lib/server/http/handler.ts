import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { AppError, asAppError } from '../errors';
import { type Access, type Actor, authorise } from './access';
import { audit } from './audit';
import { assertJsonType, parseInput, readJson } from './body';
import type { Call } from './call';
import { errorResponse } from './envelope';
import { isAllowedHost, unknownHost } from './host-rules';
import { peerOf } from './inside-headers';
import { once } from './once';
import { assertSameOrigin, changesState } from './origin-rules';

const DEFAULT_MAX_BYTES = 64 * 1024;

type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
type Answer<S extends Schema> = S extends z.ZodType ? z.input<S> | Response : unknown;

interface Options<B extends Schema, Q extends Schema, P extends Schema, R extends Schema> {
  access: Access;
  body?: B;
  query?: Q;
  /** Parts of the path; what does not fit is 404. */
  params?: P;
  /** What is answered; anything that is not in it is left out. */
  response?: R;
  /** Status of a good answer; 200 when not given, 204 when there is nothing to answer. */
  status?: number;
  /** Limit of the body; 64 KiB when not given. */
  maxBytes?: number;
  /** Checked before the body is looked at. */
  before?: () => Promise<void>;
}

interface Context {
  params: Promise<Record<string, string | string[] | undefined>>;
}
type RouteHandler = ((request: Request, context?: Context) => Promise<Response>) & { access: Access };

/**
 * The one way to make a route handler: host, origin, access, size and shape are checked here, in that order, and
 * every failure becomes the error envelope. Denies by default.
 */
export function handler<
  B extends Schema = undefined,
  Q extends Schema = undefined,
  P extends Schema = undefined,
  R extends Schema = undefined,
>(
  options: Options<B, Q, P, R>,
  run: (call: Call<Output<B>, Output<Q>, Output<P>>) => Promise<Answer<R>> | Answer<R>,
): RouteHandler {
  async function handle(request: Request, context?: Context): Promise<Response> {
    const requestId = randomUUID();
    const startedAtMs = performance.now();
    let actor: Actor = 'anybody';
    let response: Response;
    let failure: AppError | null = null;
    try {
      assertKnownHost(request);
      actor = await authorise(request, options.access);
      const call = await readCall(options, request, context, { requestId, actor });
      response = await once(call, async () => answer(options, await run(call), call.headers));
    } catch (error) {
      failure = asAppError(error);
      response = errorResponse(failure, requestId);
    }
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    response.headers.set('x-request-id', requestId);
    if (request.method === 'HEAD') response = await withoutBody(response);
    audit({ request, requestId, actor, failure, status: response.status, startedAtMs });
    return response;
  }
  return Object.assign(handle, { access: options.access });
}

/** Next answers HEAD by GET and reads nothing of the body: what is behind it would never end. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

/** @throws AppError forbidden-host */
function assertKnownHost(request: Request): void {
  const host = hostOf(request);
  if (!isAllowedHost(host)) throw unknownHost(host);
}

async function readCall<B extends Schema, Q extends Schema, P extends Schema, R extends Schema>(
  { access, before, body, query, params, maxBytes = DEFAULT_MAX_BYTES }: Options<B, Q, P, R>,
  request: Request,
  context: Context | undefined,
  who: { requestId: string; actor: Actor },
): Promise<Call<Output<B>, Output<Q>, Output<P>>> {
  if (changesState(request.method) || access !== 'public') assertSameOrigin(request, hostOf(request));
  await before?.();
  if (changesState(request.method)) assertJsonType(request);
  return {
    params: params && parsePath(params, await context?.params),
    query: query && parseInput(query, Object.fromEntries(new URL(request.url).searchParams)),
    body: body && parseInput(body, await readJson(request, maxBytes)),
    request,
    ...who,
    address: peerOf(request),
    headers: new Headers(),
  } as Call<Output<B>, Output<Q>, Output<P>>;
}

/** HTTP/1.0 allows a request without Host; no browser sends one. */
function hostOf(request: Request): string {
  return request.headers.get('host') ?? new URL(request.url).host;
}

/** @throws AppError not-found */
function parsePath(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) nothingHere();
  return parsed.data;
}

function answer(options: { response?: Schema; status?: number }, data: unknown, headers: Headers): Response {
  if (data instanceof Response) {
    const response = new Response(data.body, data);
    for (const [name, value] of headers) response.headers.append(name, value);
    return response;
  }
  if (data === undefined) return new Response(null, { status: options.status ?? 204, headers });
  return Response.json(options.response ? options.response.parse(data) : data, {
    status: options.status ?? 200,
    headers,
  });
}

/** @throws AppError not-found */
export function nothingHere(): never {
  throw new AppError('not-found', 'There is nothing at this address.');
}
