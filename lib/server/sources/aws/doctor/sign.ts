import 'server-only';
import { createHash, createHmac } from 'node:crypto';

export interface AwsKey {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of a temporary key: every request bears it. */
  sessionToken?: string;
}

/** A request before it is signed. */
export interface AwsRequest {
  method: 'GET' | 'POST';
  url: URL;
  /** Names in small letters. */
  headers: Record<string, string>;
  body: string;
  region: string;
  /** As signatures name it: `monitoring` for CloudWatch, `tagging` for tags. */
  service: string;
}

const hashOf = (data: string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const inOrder = (a: string, b: string) => Number(a > b) - Number(a < b);

function queryOf(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([name, value], [other, otherValue]) => inOrder(name, other) || inOrder(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');
}

/**
 * The headers of a request, with AWS's Signature Version 4 of all of them, of the query and of the body. For every
 * service but S3, which does not encode paths twice. Pure.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param atMs milliseconds since 1970; AWS takes it for 5 minutes, STS and IAM for 15
 */
export function signedHeaders(request: AwsRequest, key: AwsKey, atMs: number): Record<string, string> {
  const { method, url, body, region, service } = request;
  const time = new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-date': time,
    ...(key.sessionToken !== undefined && { 'x-amz-security-token': key.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ {2,}/g, ' ')}`);
  const path = url.pathname.split('/').map(encoded).join('/');
  const canonical = [
    ...[method, path, queryOf(url.searchParams)],
    ...[...lines, '', names.join(';'), hashOf(body)],
  ].join('\n');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const secret = scope.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), hashOf(canonical)].join('\n');
  const authorization = [
    `AWS4-HMAC-SHA256 Credential=${[key.accessKeyId, ...scope].join('/')}`,
    `SignedHeaders=${names.join(';')}`,
    `Signature=${hmac(secret, toSign).toString('hex')}`,
  ].join(', ');
  return { ...headers, authorization };
}
