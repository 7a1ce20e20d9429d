import { type KeyObject, sign, verify } from 'node:crypto';
import { type AccountKeys, GOOGLE_TOKEN_URI, type GoogleKey } from './keys.ts';

export const TOKEN_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The longest that an assertion may be good for. */
const MOST_SECONDS = 3600;
/** How far a clock may be off. */
const LEEWAY_SECONDS = 300;
/** Further names under which Google takes an assertion as meant for it. */
const OLDER_AUDIENCES = [
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
];

interface Claims {
  iss?: string;
  aud?: string;
  scope?: string;
  iat?: number;
  exp?: number;
}

export type Asserted = { email: string; scopes: string[] } | { refusal: string };

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** An assertion as Google's own libraries sign it. @param changes claims and header fields that are to be others */
export function signAssertion(
  key: GoogleKey,
  nowSeconds: number,
  changes: Claims & { kid?: string; alg?: string } = {},
): string {
  const { kid = key.id, alg = 'RS256', ...claims } = changes;
  const usual = {
    iss: key.email,
    scope: 'https://www.googleapis.com/auth/monitoring.read',
    aud: key.tokenUri,
    iat: nowSeconds,
    exp: nowSeconds + MOST_SECONDS,
  };
  const signed = `${encoded({ alg, typ: 'JWT', kid })}.${encoded({ ...usual, ...claims })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
}

/** What a token request says. */
export const tokenForm = (assertion: string) => new URLSearchParams({ grant_type: TOKEN_GRANT, assertion });

function decoded(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The time that an assertion names; Google bears a clock that is a little off, and no life of more than an hour. */
function isInTime({ iat, exp }: Claims, nowSeconds: number): boolean {
  if (typeof iat !== 'number' || typeof exp !== 'number') return false;
  const life = exp - iat;
  return (
    life > 0 &&
    life <= MOST_SECONDS &&
    iat <= nowSeconds + LEEWAY_SECONDS &&
    exp >= nowSeconds - LEEWAY_SECONDS
  );
}

/** The keys that may have signed: the one that is named, or each where none is. */
function candidates(keys: AccountKeys, kid: unknown): KeyObject[] {
  if (kid === undefined) return Object.values(keys);
  const named = keys[String(kid)];
  return named ? [named] : [];
}

/**
 * Whom an assertion (RFC 7523) stands for, or Google's words of refusal.
 * @param ownTokenUri where this fake takes assertions under a name of its own
 */
export function readAssertion(
  assertion: string,
  {
    accounts,
    nowSeconds,
    ownTokenUri,
  }: {
    accounts: Record<string, AccountKeys>;
    nowSeconds: number;
    ownTokenUri: string;
  },
): Asserted {
  const [head, body, signature = ''] = assertion.split('.');
  const header = decoded(head);
  const claims = decoded(body) as Claims | null;
  if (!header || !claims || header.alg !== 'RS256')
    return { refusal: 'Invalid JWT: The assertion is not a JWT that is signed with RS256.' };
  const keys = accounts[claims.iss ?? ''];
  if (!keys) return { refusal: 'Invalid grant: account not found' };
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned = candidates(keys, header.kid).some((key) =>
    verify('sha256', signed, key, Buffer.from(signature, 'base64url')),
  );
  if (!isSigned) return { refusal: 'Invalid JWT Signature.' };
  if (![GOOGLE_TOKEN_URI, ...OLDER_AUDIENCES, ownTokenUri].includes(claims.aud ?? ''))
    return { refusal: 'Invalid JWT: Failed audience check.' };
  if (!isInTime(claims, nowSeconds))
    return {
      refusal:
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    };
  return { email: claims.iss ?? '', scopes: (claims.scope ?? '').split(' ').filter(Boolean) };
}
