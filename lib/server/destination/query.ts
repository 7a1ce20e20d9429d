import 'server-only';
import { AppError } from '../errors';
import { hostOf, portOf } from '../outbound/address';
import { connectFault } from '../outbound/connect-fault';
import { errorCode, pinnedRequest, readStart, withSignal } from '../outbound/pinned-request';
import { type OutboundOptions, safeAddresses } from '../outbound/safe-addresses';
import type { Reading } from '../stack/reading';
import { type Question, saidIn, Unanswered } from './question';

const LIMIT_MS = 6_000;

const WAYS: Record<Reading['kind'], string> = {
  'grafana-cloud':
    'Put in one of an access policy with the scope metrics:read, for the same stack: Administration → Users and access → Cloud access policies.',
  other: 'Put in a name and a password or token with which it can be read.',
};

/**
 * Asks a destination outside. The connection goes to the very address that was checked; redirects are not followed.
 * @throws Unanswered
 */
export async function askDestination<T>(
  { kind, base, username, secret }: Reading,
  { path, parameters, maxBytes, read }: Question<T>,
  options: OutboundOptions = {},
): Promise<T[]> {
  const limitMs = options.limitMs ?? LIMIT_MS;
  // Whoever asks no more need not be answered any more.
  const values = new URLSearchParams({ ...parameters, timeout: `${limitMs}ms` });
  const url = new URL(`${base}/api/v1/${path}?${values}`);
  const signal = AbortSignal.timeout(limitMs);
  try {
    const addresses = await withSignal(safeAddresses(hostOf(url), portOf(url), options), signal);
    const credentials = Buffer.from(`${username}:${secret}`).toString('base64');
    const headers = { authorization: `Basic ${credentials}`, accept: 'application/json' };
    const { ca } = options;
    const response = await pinnedRequest({ url, method: 'GET', addresses, headers, signal, ca });
    const body = await readStart(response, maxBytes);
    const isGood = response.statusCode === 200;
    const found = isGood ? read(body) : null;
    if (found === null && isGood && Buffer.byteLength(body) >= maxBytes)
      throw new Unanswered(
        'one',
        'The destination answers with more than Weir reads.',
        'Look whether something else writes there with labels of the same names.',
      );
    if (found === null) throw refusal(kind, response.statusCode ?? 0, saidIn(body, secret));
    return found;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = signal.aborted ? 'ETIMEDOUT' : errorCode(error);
    const { message, hint } = connectFault(code, hostOf(url), portOf(url));
    throw new Unanswered(code === 'ETIMEDOUT' ? 'late' : 'all', message, hint);
  }
}

/** @param said is heard where it is about the question */
function refusal(kind: Reading['kind'], status: number, said: string | null): Unanswered {
  if (status === 401)
    return new Unanswered('all', 'The token for reading is refused (HTTP 401).', WAYS[kind]);
  if (status === 403) return new Unanswered('all', 'The token may not read (HTTP 403).', WAYS[kind]);
  if (status === 200 || status === 404 || (status >= 300 && status < 400))
    return new Unanswered(
      'all',
      `Queries are not answered where the samples are sent (HTTP ${status}).`,
      'Weir asks at the host that it sends to. A destination that is read elsewhere cannot be asked.',
    );
  if (status === 429)
    return new Unanswered(
      'all',
      'The destination takes no more queries now (HTTP 429).',
      'Try again in some minutes.',
    );
  // Of what is asked, not of who asks: too much for it, or nothing that it knows.
  const isOfQuestion = status === 400 || status === 422;
  return new Unanswered(
    isOfQuestion ? 'one' : 'late',
    `The destination does not answer the question (HTTP ${status}).`,
    'Look at its own log or status page, and try again.',
    isOfQuestion ? said : null,
  );
}
