import { randomUUID } from 'node:crypto';
import {
  badToken,
  type GoogleAnswer,
  noPermission,
  noToken,
  notFound,
  ok,
  smallScope,
  tokenRefusal,
} from './answers.ts';
import { type Call, failure, faultOf, permissionOf } from './faults.ts';
import type { Filter } from './filter.ts';
import { readAssertion, TOKEN_GRANT } from './jwt.ts';
import { filterOf, lists } from './lists.ts';
import type { ApiMethod, GoogleState } from './state.ts';

export interface GoogleRequest {
  path: string;
  params: URLSearchParams;
  /** The form of a token request. */
  form: URLSearchParams;
  authorization: string;
  /** Where this fake gives tokens under a name of its own. */
  ownTokenUri: string;
}

/** A call and how it went. */
export interface LoggedCall extends Call {
  path: string;
  params: URLSearchParams;
  /** Null: it was never answered. */
  status: number | null;
  /** How many series or descriptors the answer had. */
  found: number;
}

interface Token {
  email: string;
  scopes: string[];
  endMs: number;
}

const LISTS = /^\/v3\/projects\/([^/]+)\/(metricDescriptors|timeSeries)$/;
const READING = ['monitoring.read', 'monitoring', 'cloud-platform'].map(
  (name) => `https://www.googleapis.com/auth/${name}`,
);

/** What Google knows and does, without the wire. */
export class Google {
  readonly calls: LoggedCall[] = [];
  readonly state: GoogleState;
  readonly #tokens = new Map<string, Token>();

  constructor(state: GoogleState) {
    this.state = state;
  }

  get nowMs(): number {
    return Date.now() + this.state.clockAheadMs;
  }

  /** Access tokens that were given are good no longer. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  /** Null: this call is never answered. */
  answer(request: GoogleRequest): GoogleAnswer | null {
    const { path, params } = request;
    const [, project = '', list] = LISTS.exec(path) ?? [];
    const method = path === '/token' ? 'token' : ((list as ApiMethod | undefined) ?? 'other');
    const filter = method === 'token' || method === 'other' ? null : filterOf(method, params);
    const call: Call = { method, project, type: filter && 'asked' in filter ? filter.asked : '' };
    const logged: LoggedCall = { ...call, path, params, status: null, found: 0 };
    this.calls.push(logged);
    const answer =
      method === 'token'
        ? this.#tokenAnswer(request, call)
        : method === 'other' || !filter
          ? notFound('The requested URL was not found on this server.')
          : this.#listAnswer(request, { ...call, method }, filter);
    if (answer === null) return null;
    const items = (answer.body as Record<string, unknown>)[method];
    Object.assign(logged, { status: answer.status, found: Array.isArray(items) ? items.length : 0 });
    return answer;
  }

  #tokenAnswer(request: GoogleRequest, call: Call): GoogleAnswer | null {
    const fault = faultOf(this.state, call);
    if (fault === 'hang') return null;
    return fault ? tokenRefusal('Backend Error', 'internal_failure', 503) : this.#token(request);
  }

  #listAnswer(
    request: GoogleRequest,
    call: Call & { method: ApiMethod },
    filter: Filter | GoogleAnswer,
  ): GoogleAnswer | null {
    const holder = this.#tokens.get(request.authorization.replace(/^Bearer /, ''));
    const refused = this.#refusal(request, holder);
    if (refused) return refused;
    const fault = faultOf(this.state, call);
    if (fault === 'hang') return null;
    const project = this.state.projects[call.project];
    if (fault) return failure(fault, project?.number ?? '0', call);
    if (!project?.viewers.includes(holder?.email ?? '')) return noPermission(permissionOf(call.method));
    if (!('matches' in filter)) return filter;
    const { params } = request;
    const { mostPerPage } = this.state;
    const asked = { projectId: call.project, project, params, filter, nowMs: this.nowMs, mostPerPage };
    return lists[call.method](asked);
  }

  /** What is wrong with the access token; null: nothing. */
  #refusal({ authorization }: GoogleRequest, token: Token | undefined): GoogleAnswer | null {
    if (!authorization.startsWith('Bearer ')) return noToken();
    if (!token || token.endMs <= this.nowMs) return badToken();
    return token.scopes.some((scope) => READING.includes(scope)) ? null : smallScope();
  }

  #token({ form, ownTokenUri }: GoogleRequest): GoogleAnswer {
    if (form.get('grant_type') !== TOKEN_GRANT)
      return tokenRefusal(`Invalid grant_type: ${form.get('grant_type') ?? ''}`, 'unsupported_grant_type');
    const { accounts, tokenSeconds } = this.state;
    const nowSeconds = Math.floor(this.nowMs / 1000);
    const read = readAssertion(form.get('assertion') ?? '', { accounts, nowSeconds, ownTokenUri });
    if ('refusal' in read) return tokenRefusal(read.refusal);
    if (read.scopes.length === 0)
      return tokenRefusal('Invalid OAuth scope or ID token audience provided.', 'invalid_scope');
    const token = `ya29.fake-${randomUUID()}`;
    this.#tokens.set(token, { ...read, endMs: this.nowMs + tokenSeconds * 1000 });
    return ok({ access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' });
  }
}
