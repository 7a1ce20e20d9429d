import 'server-only';
import { AppError } from '../errors';
import { hostOf, portOf } from '../outbound/address';
import { connectFault } from '../outbound/connect-fault';
import { errorCode, pinnedRequest, readStart, withSignal } from '../outbound/pinned-request';
import { type OutboundOptions, safeAddresses } from '../outbound/safe-addresses';
import type { Reading } from '../stack/reading';
import { type StoredValue, valuesIn } from './store';

const LIMIT_MS = 6_000;
/** A line for each job, where nothing else is said. */
const MAX_BYTES = 64 * 1024;

const WAYS: Record<Reading['kind'], string> = {
  'grafana-cloud':
    'Put in one of an access policy with the scope metrics:read, for the same stack: Administration → Users and access → Cloud access policies.',
  other: 'Put in a name and a password or token with which it can be read.',
};

interface QueryOptions extends OutboundOptions {
  /** Of the answer. */
  maxBytes?: number;
}

/**
 * Asks a destination outside for the newest values of an expression. The connection goes to the very address that was
 * checked; redirects are not followed.
 * @throws AppError service-unhealthy, with a hint: sentences of Weir’s own
 */
export async function askDestination(
  { kind, base, username, secret }: Reading,
  promql: string,
  options: QueryOptions = {},
): Promise<StoredValue[]> {
  // VictoriaMetrics leaves out the newest half minute without `nocache`; the time is that of the scrapes, this Pi's own.
  const values = new URLSearchParams({ query: promql, time: String(Date.now() / 1000), nocache: '1' });
  const url = new URL(`${base}/api/v1/query?${values}`);
  const signal = AbortSignal.timeout(options.limitMs ?? LIMIT_MS);
  try {
    const addresses = await withSignal(safeAddresses(hostOf(url), portOf(url), options), signal);
    const credentials = Buffer.from(`${username}:${secret}`).toString('base64');
    const headers = { authorization: `Basic ${credentials}`, accept: 'application/json' };
    const { ca, maxBytes = MAX_BYTES } = options;
    const response = await pinnedRequest({ url, method: 'GET', addresses, headers, signal, ca });
    const body = await readStart(response, maxBytes);
    const values = response.statusCode === 200 ? valuesIn(body) : null;
    if (values === null && response.statusCode === 200 && Buffer.byteLength(body) >= maxBytes)
      throw tooMuch();
    if (values === null) throw refusal(kind, response.statusCode ?? 0);
    return values;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = signal.aborted ? 'ETIMEDOUT' : errorCode(error);
    const { message, hint } = connectFault(code, hostOf(url), portOf(url));
    throw noAnswer(message, hint);
  }
}

const noAnswer = (message: string, hint: string) => new AppError('service-unhealthy', message, { hint });

const tooMuch = () =>
  noAnswer(
    'The destination answers with more than Weir reads.',
    'Look whether something else writes there with labels of the same names.',
  );

function refusal(kind: Reading['kind'], status: number): AppError {
  if (status === 401) return noAnswer('The token for reading is refused (HTTP 401).', WAYS[kind]);
  if (status === 403) return noAnswer('The token may not read (HTTP 403).', WAYS[kind]);
  if (status === 200 || status === 404 || (status >= 300 && status < 400))
    return noAnswer(
      `Queries are not answered where the samples are sent (HTTP ${status}).`,
      'Weir asks at the host that it sends to. A destination that is read elsewhere cannot be asked.',
    );
  if (status === 429)
    return noAnswer('The destination takes no more queries now (HTTP 429).', 'Try again in some minutes.');
  return noAnswer(
    `The destination does not answer the question (HTTP ${status}).`,
    'Look at its own log or status page, and try again.',
  );
}
