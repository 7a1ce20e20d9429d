import { type Cbor, encodeCbor } from './cbor.ts';
import type { FakeAws } from './fake-aws.ts';
import { stampOf } from './identity.ts';
import { signatureHex } from './signature.ts';
import { KEY_ID, REGION, SECRET } from './world.ts';

/** A signed request to the fake AWS, for tests of it. */
export interface Ask {
  url: string;
  /** As in a signature: `monitoring`, `tagging`, `sts` … */
  service: string;
  region?: string;
  method?: 'GET' | 'POST';
  /** With its query. */
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  keyId?: string;
  secret?: string;
  /** When it was signed, in milliseconds since 1970; now unless told. */
  atMs?: number;
}

export async function askAws({ url, service, body = '', ...more }: Ask): Promise<Response> {
  const { region = REGION, path = '/', keyId = KEY_ID, secret = SECRET, atMs = Date.now() } = more;
  const method = more.method ?? 'POST';
  const stamp = stampOf(atMs);
  const target = new URL(path, url);
  const headers: Record<string, string> = { ...more.headers, 'x-amz-date': stamp };
  const signed = { ...headers, host: target.host };
  const scope = { day: stamp.slice(0, 8), region, service, headers: Object.keys(signed).sort() };
  const request = { method, url: `${target.pathname}${target.search}`, headers: signed };
  const hex = signatureHex(secret, request, body, scope);
  const credential = [keyId, scope.day, region, service, 'aws4_request'].join('/');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${scope.headers.join(';')}, Signature=${hex}`;
  return fetch(target, {
    method,
    headers: { ...headers, authorization },
    body: method === 'GET' ? undefined : Buffer.from(body),
  });
}

/** Where and as whom, if not as everybody. */
export type AskMore = Pick<Ask, 'region' | 'headers' | 'keyId' | 'secret' | 'atMs'>;

/** STS and IAM. */
export const askQuery = (
  { url }: FakeAws,
  service: string,
  values: Record<string, string>,
  more: AskMore = {},
): Promise<Response> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...more.headers };
  return askAws({ ...more, url, service, headers, body: new URLSearchParams(values).toString() });
};

const TARGETS = {
  monitoring: ['GraniteServiceVersion20100801', 'application/x-amz-json-1.0'],
  tagging: ['ResourceGroupsTaggingAPI_20170126', 'application/x-amz-json-1.1'],
  sqs: ['AmazonSQS', 'application/x-amz-json-1.0'],
  ecs: ['AmazonEC2ContainerServiceV20141113', 'application/x-amz-json-1.1'],
} as const;

export const askJson = (
  { url }: FakeAws,
  service: keyof typeof TARGETS,
  operation: string,
  input: object = {},
  more: AskMore = {},
): Promise<Response> => {
  const [target, type] = TARGETS[service];
  const headers = { 'content-type': type, 'x-amz-target': `${target}.${operation}`, ...more.headers };
  return askAws({ ...more, url, service, headers, body: JSON.stringify(input) });
};

/** CloudWatch, as YACE asks it. */
export const askCbor = ({ url }: FakeAws, operation: string, input: Cbor): Promise<Response> => {
  const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
  return askAws({ url, service: 'monitoring', path, headers, body: encodeCbor(input) });
};

/** API Gateway and Lambda. */
export const askPath = (
  { url }: FakeAws,
  service: 'apigateway' | 'lambda',
  path: string,
): Promise<Response> => askAws({ url, service, path, method: 'GET' });
