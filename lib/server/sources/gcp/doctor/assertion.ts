import 'server-only';
import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { jsonIn } from '../../../json';

/** What is taken of a key file. */
export interface GcpKey {
  email: string;
  /** The project that the account is of; null: the file does not say. */
  projectId: string | null;
  /** `private_key_id`: which of the account's keys it is. */
  id: string | undefined;
  /** PEM. */
  privateKey: string;
}

const fileSchema = z
  .object({
    client_email: z.string().max(401),
    private_key: z.string(),
    private_key_id: z.string().max(256).optional(),
    project_id: z.string().max(128).optional(),
  })
  .transform((file): GcpKey => {
    const { client_email: email, private_key: privateKey, private_key_id: id, project_id = null } = file;
    return { email, projectId: project_id, id, privateKey };
  });

/** @param keyJson of a key that `readGcpKey` finds complete; null: it is not */
export const keyIn = (keyJson: string | null): GcpKey | null =>
  fileSchema.safeParse(jsonIn(keyJson ?? '')).data ?? null;

/** Where a token is had. */
export const TOKEN_URL = 'https://oauth2.googleapis.com/token';
export const TOKEN_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SCOPE = 'https://www.googleapis.com/auth/monitoring.read';
/** As long as the exporter's are good: a clock with which it works is none that is refused here. */
const LIFE_SECONDS = 3600;

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * What a service account shows to get a token (RFC 7523), signed with RS256. Pure.
 * https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 * @param audience the address that it is for: no other takes it
 * @param atMs milliseconds since 1970 @throws where the key is none
 */
export function signedAssertion(key: GcpKey, audience: string, atMs: number): string {
  const { email, id, privateKey } = key;
  const iat = Math.floor(atMs / 1000);
  const claims = { iss: email, scope: SCOPE, aud: audience, iat, exp: iat + LIFE_SECONDS };
  const said = [encoded({ alg: 'RS256', typ: 'JWT', kid: id }), encoded(claims)].join('.');
  const signature = sign('sha256', Buffer.from(said), createPrivateKey(privateKey));
  return `${said}.${signature.toString('base64url')}`;
}
