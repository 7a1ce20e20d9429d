import 'server-only';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { hostOf, portOf } from '../outbound/address';
import { isRefusedAddress } from '../outbound/address-guard';
import { isOwnHost, isOwnPort } from '../outbound/own-hosts';
import {
  type Address,
  addressesOf,
  errorCode,
  pinnedRequest,
  readStart,
  resolveName,
  withSignal,
} from '../outbound/pinned-request';
import { OUTBOUND_LIMIT_MS, type OutboundOptions, safeAddresses } from '../outbound/safe-addresses';
import { classifyAnswer } from './classify';
import { type Answer, connectFinding, type Finding, type ProbeTarget, wrongUrl } from './findings';
import { type Impostor, impostorIn } from './impostor';
import { inspectTarget } from './inspect';

const MAX_BODY_BYTES = 4096;
const MAX_HOPS = 5;
/** Snappy of an empty WriteRequest: a length of 0 and nothing behind it. */
const EMPTY_WRITE_REQUEST = Buffer.from([0]);
/** Snappy of a field whose length goes beyond the end. Remote write must refuse it; other APIs do not read it. */
const UNREADABLE_REQUEST = Buffer.from([2, 4, 0x0a, 0x7f]);
/** A name that exists as long as there is an internet. */
const WELL_KNOWN_HOST = 'grafana.com';

type Post = (body: Buffer) => Promise<Answer>;

/**
 * Asks a destination whether it would take data: one remote-write request without samples, and, where that is taken,
 * one that remote write must refuse, because other APIs say yes to anything. Redirects are not followed, and the
 * connection goes to the very address that was checked. Never throws: each failure is an outcome.
 */
export async function probeRemoteWrite(
  target: ProbeTarget,
  options: OutboundOptions = {},
): Promise<ProbeResult> {
  const startedAt = performance.now();
  const finding = inspectTarget(target) ?? (await ask(target, options));
  return { ...finding, durationMs: Math.round(performance.now() - startedAt) };
}

/**
 * Asks a destination that is in use whether it is still one: the same request, with the credentials that vmagent sends
 * there with every block. What answers decides, not whether it likes them. Some 6 kB with a new TLS connection.
 * @returns what answers in its place; 'none': nothing does; null: it could not be asked
 */
export async function findImpostor(
  target: ProbeTarget,
  options: OutboundOptions = {},
): Promise<Impostor | 'none' | null> {
  const signal = AbortSignal.timeout(options.limitMs ?? OUTBOUND_LIMIT_MS);
  try {
    let asked = target;
    for (let hops = 0; ; hops++) {
      const addresses = await withSignal(addressesOf(hostOf(asked.url), options.resolve), signal);
      const isRefused = addresses.some(({ address }) => isRefusedAddress(address));
      if (addresses.length === 0 || isRefused) return null;
      if (!isSameHost(asked, target) && (await isOwnHost(hostOf(asked.url), addresses))) return null;
      if (!isSameHost(asked, target) && isOwnPort(portOf(asked.url), addresses)) return null;
      const { ca } = options;
      const now = asked;
      const post = (body: Buffer) => send(now, addresses, body, signal, ca);
      const answer = await post(EMPTY_WRITE_REQUEST);
      const next = hops < MAX_HOPS ? movedTarget(asked, answer) : null;
      if (next === null) return await settled(impostorIn(answer), post);
      asked = next;
    }
  } catch {
    return null;
  }
}

/** A text is no proof: what refuses that which is no remote write reads what it is sent. @throws Error unanswered */
async function settled(impostor: Impostor | null, post: Post): Promise<Impostor | 'none'> {
  if (impostor?.kind !== 'text') return impostor ?? 'none';
  return isYes(await post(UNREADABLE_REQUEST)) ? impostor : 'none';
}

/**
 * Where vmagent sends the block itself, as these two codes ask for, and not an empty GET: another address of the same
 * destination, perhaps its https. Credentials go to no other host.
 */
function movedTarget(target: ProbeTarget, { status, location }: Answer): ProbeTarget | null {
  const url = status === 307 || status === 308 ? URL.parse(location ?? '', target.url) : null;
  if (!location || !url || !/^https?:$/.test(url.protocol)) return null;
  const moved = { ...target, url };
  if (isSameHost(moved, target)) return moved;
  return inspectTarget(moved) === null ? { ...moved, username: '', secret: '' } : null;
}

const isSameHost = (one: ProbeTarget, other: ProbeTarget) => one.url.hostname === other.url.hostname;

async function ask(target: ProbeTarget, options: OutboundOptions): Promise<Finding> {
  const signal = AbortSignal.timeout(options.limitMs ?? OUTBOUND_LIMIT_MS);
  try {
    const found = safeAddresses(hostOf(target.url), portOf(target.url), options);
    const addresses = await withSignal(found, signal);
    const post = (body: Buffer) => send(target, addresses, body, signal, options.ca);
    const answer = await post(EMPTY_WRITE_REQUEST);
    const finding = classifyAnswer(target, answer);
    // Grafana Cloud's path is known, and was looked at.
    const isKnown = target.kind === 'grafana-cloud' && impostorIn(answer) === null;
    const isTold = finding.outcome !== 'ok' || isKnown;
    return isTold || !(await takesAnything(post)) ? finding : notRemoteWrite();
  } catch (error) {
    const code = signal.aborted ? 'ETIMEDOUT' : errorCode(error);
    // A name that cannot be found says nothing yet: without a network no name can.
    const isOffline = code === 'WEIR_UNKNOWN_HOST' && !(await isOnline(options, signal));
    return connectFinding(isOffline ? 'ENETUNREACH' : code, target.url);
  }
}

/** Whether the destination says yes to what is no remote write. A second request that fails proves nothing. */
async function takesAnything(post: Post): Promise<boolean> {
  return post(UNREADABLE_REQUEST).then(isYes, () => false);
}

const isYes = ({ status }: Answer) => status >= 200 && status < 300;

function notRemoteWrite(): Finding {
  return wrongUrl(
    'Something answers at this address, but it is not remote write: it also accepts what holds no samples at all.',
    'Look up the remote-write address of the destination; for VictoriaMetrics it ends in /api/v1/write.',
  );
}

async function isOnline({ resolve = resolveName }: OutboundOptions, signal: AbortSignal): Promise<boolean> {
  return withSignal(resolve(WELL_KNOWN_HOST), signal).then(
    (addresses) => addresses.length > 0,
    () => false,
  );
}

async function send(
  { url, username, secret }: ProbeTarget,
  addresses: readonly Address[],
  body: Buffer,
  signal: AbortSignal,
  ca?: string,
): Promise<Answer> {
  const credentials = Buffer.from(`${username}:${secret}`).toString('base64');
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
    ...(username !== '' || secret !== '' ? { authorization: `Basic ${credentials}` } : {}),
  };
  const response = await pinnedRequest({ url, method: 'POST', addresses, headers, body, signal, ca });
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    ...(response.headers.location !== undefined && { location: response.headers.location }),
    body: await readStart(response, MAX_BODY_BYTES),
  };
}
