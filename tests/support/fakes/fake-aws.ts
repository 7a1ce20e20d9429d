import type { IncomingMessage } from 'node:http';
import { type AwsError, callOf, errorAnswer, goodAnswer } from './fake-aws-protocols.ts';
import { isSignedWith, type Signature, signatureOf } from './fake-aws-signature.ts';
import { type FakeCloud, serveCloud } from './fake-clouds.ts';

export interface FakeAwsState {
  /** The secret of each access key that exists. */
  keys: Record<string, string>;
  /** How far AWS's clock is ahead of this machine's. */
  clockAheadMs: number;
  /** What an action is answered with, `*` for each, once the signature is good. */
  errors: Record<string, AwsError>;
}

export interface FakeAws extends FakeCloud {
  /** May be changed at any time. */
  state: FakeAwsState;
}

const MINUTE_MS = 60_000;
/** How old a signature may be; STS and IAM bear more than the rest. */
const limitMs = (service: string) => (service === 'sts' || service === 'iam' ? 15 : 5) * MINUTE_MS;

const refused = (code: string, message: string): AwsError => ({ status: 403, code, message });

/** `20260301T120000Z` */
const stampOf = (atMs: number) => new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
const timeOf = (stamp: string) =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** What AWS says of the time at which a request was signed; null: nothing. */
function timeError(signedAt: string, service: string, clockAheadMs: number): AwsError | null {
  const nowMs = Date.now() + clockAheadMs;
  const most = limitMs(service);
  const bounds = (sign: '-' | '+') => `(${stampOf(nowMs)} ${sign} ${most / MINUTE_MS} min.)`;
  const message =
    timeOf(signedAt) < nowMs - most
      ? `Signature expired: ${signedAt} is now earlier than ${stampOf(nowMs - most)} ${bounds('-')}`
      : timeOf(signedAt) > nowMs + most
        ? `Signature not yet current: ${signedAt} is still later than ${stampOf(nowMs + most)} ${bounds('+')}`
        : null;
  return message === null ? null : refused('SignatureDoesNotMatch', message);
}

function signatureError(
  request: IncomingMessage,
  body: Buffer,
  signature: Signature | null,
  { keys, clockAheadMs }: FakeAwsState,
): AwsError | null {
  if (signature === null)
    return refused('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const secret = keys[signature.key];
  if (secret === undefined)
    return refused(
      'InvalidClientTokenId',
      'The security token included in the request is invalid. (fake-aws, a stand-in for tests)',
    );
  const signedAt = String(request.headers['x-amz-date'] ?? '');
  const late = timeError(signedAt, signature.service, clockAheadMs);
  if (late || isSignedWith(secret, request, body, signature)) return late;
  return refused(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

/**
 * A fake AWS for `AWS_ENDPOINT_URL`: checks signatures and times as AWS does, and words errors as it does, in each of its
 * protocols. Without keys it answers every call as AWS answers a key that does not exist.
 */
export async function startFakeAws(address: string, more: Partial<FakeAwsState> = {}): Promise<FakeAws> {
  const state: FakeAwsState = { keys: {}, clockAheadMs: 0, errors: {}, ...more };
  const cloud = await serveCloud(address, (request, body) => {
    const signature = signatureOf(request);
    const call = callOf(request, body, signature?.service ?? 'sts');
    const error =
      signatureError(request, body, signature, state) ?? state.errors[call.action] ?? state.errors['*'];
    return error ? errorAnswer(call, error) : goodAnswer(call);
  });
  return { ...cloud, state };
}
