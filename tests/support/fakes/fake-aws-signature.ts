import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The parts of an `Authorization` header of AWS Signature Version 4. */
export interface Signature {
  key: string;
  day: string;
  region: string;
  service: string;
  headers: string[];
  hex: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Null: the request is not signed. */
export function signatureOf({ headers }: IncomingMessage): Signature | null {
  const [, key, day, region, service, names, hex] = HEADER.exec(headers.authorization ?? '') ?? [];
  if (!key || !day || !region || !service || !names || !hex) return null;
  return { key, day, region, service, headers: names.split(';'), hex };
}

const hashOf = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Whether who signed it has this secret (AWS General Reference, "Create a signed request"). */
export function isSignedWith(
  secret: string,
  request: IncomingMessage,
  body: Buffer,
  signature: Signature,
): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const header = (name: string) =>
    String(request.headers[name] ?? '')
      .trim()
      .replace(/ +/g, ' ');
  const canonical = [
    request.method,
    // All services but S3 encode the encoded path once more.
    pathname.split('/').map(encoded).join('/'),
    query.join('&'),
    ...signature.headers.map((name) => `${name}:${header(name)}`),
    '',
    signature.headers.join(';'),
    request.headers['x-amz-content-sha256'] ?? hashOf(body),
  ].join('\n');
  const scope = [signature.day, signature.region, signature.service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope.join('/'), hashOf(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex') === signature.hex;
}
