import type { IncomingMessage } from 'node:http';
import { Refusal } from './faults.ts';
import { isSignedWith, type Signature } from './signature.ts';
import type { AwsKey, AwsWorld } from './world.ts';

const MINUTE_MS = 60_000;
/** How old a signature may be; STS and IAM bear more than the rest. */
const limitMs = (service: string) => (service === 'sts' || service === 'iam' ? 15 : 5) * MINUTE_MS;

const refused = (code: string, message: string) => new Refusal(403, code, message);
const unknownKey = () =>
  refused('InvalidClientTokenId', 'The security token included in the request is invalid.');

/** `20260301T120000Z` */
export const stampOf = (atMs: number) => new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
const timeOf = (stamp: string) =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** What AWS says of the time at which a request was signed; null: nothing. */
function timeError(signedAt: string, service: string, clockAheadMs: number): Refusal | null {
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

/** Whose request it is. @throws Refusal of a signature that is not good */
export function keyOf(
  request: IncomingMessage,
  body: Buffer,
  signature: Signature | null,
  { keys, regionsOff, clockAheadMs }: AwsWorld,
): AwsKey {
  if (signature === null)
    throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const key = keys[signature.key];
  if (key === undefined) throw unknownKey();
  const { headers } = request;
  // A temporary key is nothing without its token; a region that is off knows no key of the account.
  const { region } = signature;
  const isOff = regionsOff.includes(region) || regionsOff.includes(`${region}/${key.account}`);
  if (headers['x-amz-security-token'] !== key.token || isOff) throw unknownKey();
  const late = timeError(String(headers['x-amz-date'] ?? ''), signature.service, clockAheadMs);
  if (late) throw late;
  if (!isSignedWith(key.secret, request, body, signature))
    throw refused(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  return key;
}

export const arnOfKey = ({ account, principal }: AwsKey): string =>
  `arn:aws:${principal.startsWith('user/') ? 'iam' : 'sts'}::${account}:${principal}`;
