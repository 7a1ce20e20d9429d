import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ErrorCode } from '@/lib/schemas/error';
import { AppError, asAppError } from '../errors';
import { type Actor, authorise } from './access';
import { audit } from './audit';
import { assertType, parseInput, readJson, readUpload } from './body';
import type { Call } from './call';
import type { Contract } from './contract';
import { errorResponse } from './envelope';
import { isAllowedHost, unknownHost } from './host-rules';
import { peerOf } from './inside-headers';
import { once } from './once';
import { assertSameOrigin, changesState } from './origin-rules';

const DEFAULT_MAX_BYTES = 64 * 1024;

/** Of what asks the Docker Engine. */
export const engineErrors: readonly ErrorCode[] = [
  'docker-unreachable',
  'docker-denied',
  'docker-error',
  'image-missing',
  'service-absent',
  'disk-full',
  'timeout',
];
/** Of what begins a change of files and services. */
export const changeErrors: readonly ErrorCode[] = [...engineErrors, 'revision-conflict', 'task-running'];
/** Of what asks an exporter at this moment. */
export const exporterErrors: readonly ErrorCode[] = ['service-unhealthy', 'timeout', 'too-large'];

type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
type Answer<S extends Schema> = S extends z.ZodType ? z.input<S> | Response : unknown;

interface Context {
  params: Promise<Record<string, string | string[] | undefined>>;
}
type RouteHandler = ((request: Request, context?: Context) => Promise<Response>) & { contract: Contract };

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
  options: Contract<B, Q, P, R>,
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
      const respond = async () => answer(options, await run(call), call.headers);
      // Of a file no digest is made: the second try is another one.
      response = await (options.upload ? respond() : once(call, respond));
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
  return Object.assign(handle, { contract: options });
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
  { access, before, body, upload, query, params, maxBytes = DEFAULT_MAX_BYTES }: Contract<B, Q, P, R>,
  request: Request,
  context: Context | undefined,
  who: { requestId: string; actor: Actor },
): Promise<Call<Output<B>, Output<Q>, Output<P>>> {
  if (changesState(request.method) || access !== 'public') assertSameOrigin(request, hostOf(request));
  await before?.();
  if (changesState(request.method)) assertType(request, upload);
  return {
    params: params && parsePath(params, await context?.params),
    query: query && parseInput(query, Object.fromEntries(new URL(request.url).searchParams)),
    body: body && parseInput(body, await readJson(request, maxBytes)),
    upload: upload && (await readUpload(request, maxBytes)),
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

function answer({ response: schema, status, file }: Contract, data: unknown, headers: Headers): Response {
  if (data instanceof Response) {
    const response = new Response(data.body, data);
    if (file !== undefined) response.headers.set('content-type', file);
    for (const [name, value] of headers) response.headers.append(name, value);
    return response;
  }
  if (data === undefined) return new Response(null, { status: status ?? 204, headers });
  return Response.json(schema ? schema.parse(data) : data, { status: status ?? 200, headers });
}

/** @throws AppError not-found */
export function nothingHere(): never {
  throw new AppError('not-found', 'There is nothing at this address.');
}
