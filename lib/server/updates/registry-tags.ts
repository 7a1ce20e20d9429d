import 'server-only';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { registryOf } from '../docker/images/registry';
import { jsonIn } from '../json';
import { hostOf, portOf } from '../outbound/address';
import { pinnedRequest, readStart, withSignal } from '../outbound/pinned-request';
import { type OutboundOptions, safeAddresses } from '../outbound/safe-addresses';
import { isNewer } from './version';

const LIMIT_MS = 20_000;
/** quay.io has 100 tags on a page. */
const MOST_PAGES = 30;
const PAGE_BYTES = 1_000_000;
const TOKEN_BYTES = 64_000;
/** Docker’s own registry is asked under another name than its images have. */
const DOCKER = { named: 'docker.io', asked: 'registry-1.docker.io' };

const pageSchema = z.object({ tags: z.array(z.unknown()).nullable() });
const tokenText = z.string().regex(/^[\w.~+/=-]{1,8000}$/);
const tokenSchema = z.union([
  z.object({ token: tokenText }).transform(({ token }) => token),
  z.object({ access_token: tokenText }).transform(({ access_token: token }) => token),
]);
/** Numbers alone: no candidate, no flavour of a release. */
const STABLE = /^v?\d{1,6}(?:\.\d{1,6}){1,3}$/;

/**
 * The versions among the tags that a registry has of a repository. It is asked without an account; the token that some
 * give out for that is one for everybody.
 * @throws Error: of the network, of the address guard, or for an answer that is none
 */
export async function readVersions(repository: string, options: OutboundOptions = {}): Promise<string[]> {
  const { host, name } = placeOf(repository);
  const signal = AbortSignal.timeout(options.limitMs ?? LIMIT_MS);
  const versions: string[] = [];
  let token: string | null = null;
  let url: URL | null = new URL(`https://${host}/v2/${name}/tags/list?n=1000`);
  for (let page = 0; url !== null && page < MOST_PAGES; page++) {
    let answer: IncomingMessage = await get(url, token, options, signal);
    if (answer.statusCode === 401 && token === null) {
      answer.destroy();
      token = await anonymousToken(answer.headers['www-authenticate'] ?? '', name, options, signal);
      answer = await get(url, token, options, signal);
    }
    const { tags } = pageSchema.parse(jsonIn(await textOf(answer, PAGE_BYTES)));
    versions.push(...(tags ?? []).filter((tag) => typeof tag === 'string').filter((tag) => STABLE.test(tag)));
    url = nextPage(answer.headers.link, url);
  }
  return versions;
}

/** The newest version of as many numbers that is above the one that runs; null: there is none. Pure. */
export function newestAbove(running: string, versions: readonly string[]): string | null {
  const formOf = (version: string) => version.replace(/^v/, '').replace(/\d+/g, '0');
  const newer = versions.filter((one) => formOf(one) === formOf(running) && isNewer(one, running));
  return newer.reduce<string | null>((best, one) => (best === null || isNewer(one, best) ? one : best), null);
}

function placeOf(repository: string): { host: string; name: string } {
  const named = registryOf(repository);
  const name = repository.startsWith(`${named}/`) ? repository.slice(named.length + 1) : repository;
  if (named !== DOCKER.named) return { host: named, name };
  return { host: DOCKER.asked, name: name.includes('/') ? name : `library/${name}` };
}

async function get(
  url: URL,
  token: string | null,
  options: OutboundOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const addresses = await withSignal(safeAddresses(hostOf(url), portOf(url), options), signal);
  const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return pinnedRequest({ url, method: 'GET', addresses, headers, signal, ca: options.ca });
}

async function textOf(answer: IncomingMessage, maxBytes: number): Promise<string> {
  if (answer.statusCode === 200) return readStart(answer, maxBytes);
  answer.destroy();
  throw new Error(`HTTP ${answer.statusCode}`);
}

/** @param challenge names who gives out tokens: foreign text */
async function anonymousToken(
  challenge: string,
  name: string,
  options: OutboundOptions,
  signal: AbortSignal,
): Promise<string> {
  const url = URL.parse(/\brealm="([^"]{1,500})"/.exec(challenge)?.[1] ?? '');
  if (url?.protocol !== 'https:') throw new Error('The registry names nobody who gives out tokens.');
  const service = /\bservice="([^"]{1,200})"/.exec(challenge)?.[1];
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', `repository:${name}:pull`);
  return tokenSchema.parse(jsonIn(await textOf(await get(url, null, options, signal), TOKEN_BYTES)));
}

/** The next page of the same list; what leads elsewhere is none. */
function nextPage(link: string | string[] | undefined, url: URL): URL | null {
  const target = /^<([^<>]{1,2000})>; ?rel="?next"?$/.exec(String(link ?? ''))?.[1];
  const next = target === undefined ? null : URL.parse(target, url);
  return next?.origin === url.origin && next.pathname === url.pathname ? next : null;
}
