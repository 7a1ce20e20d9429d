import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a signature covers, besides the body. */
export type SignedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** What a key is good for: one day, one region, one service. */
export interface Scope {
  /** `20260301` */
  day: string;
  region: string;
  service: string;
}

/** The parts of an `Authorization` header of AWS Signature Version 4. */
export interface Signature extends Scope {
  key: string;
  headers: string[];
  hex: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Null: the request is not signed. */
export function signatureOf({ headers }: SignedRequest): Signature | null {
  const [, key, day, region, service, names, hex] = HEADER.exec(headers.authorization ?? '') ?? [];
  if (!key || !day || !region || !service || !names || !hex) return null;
  return { key, day, region, service, headers: names.split(';'), hex };
}

const hashOf = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted by name, then by value. */
function queryOf(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => byText(a, b) || byText(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

/** The signature that a secret gives a request (AWS General Reference, "Create a signed request"). */
export function signatureHex(
  secret: string,
  request: SignedRequest,
  body: string | Buffer,
  { day, region, service, headers }: Scope & { headers: string[] },
): string {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  const header = (name: string) =>
    String(request.headers[name] ?? '')
      .trim()
      .replace(/ +/g, ' ');
  const canonical = [
    request.method,
    // All services but S3 encode the encoded path once more.
    pathname.split('/').map(encoded).join('/'),
    queryOf(searchParams),
    ...headers.map((name) => `${name}:${header(name)}`),
    '',
    headers.join(';'),
    request.headers['x-amz-content-sha256'] ?? hashOf(body),
  ].join('\n');
  const scope = [day, region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope.join('/'), hashOf(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

/** Whether who signed it has this secret. */
export function isSignedWith(
  secret: string,
  request: SignedRequest,
  body: string | Buffer,
  signature: Signature,
): boolean {
  return signatureHex(secret, request, body, signature) === signature.hex;
}
