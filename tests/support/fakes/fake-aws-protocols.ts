import type { IncomingMessage } from 'node:http';
import type { CloudAnswer } from './fake-clouds.ts';

/** The wire protocols that AWS speaks: XML for STS and IAM, JSON for tags, CBOR for CloudWatch. */
export type Protocol = 'query' | 'json' | 'cbor';

export interface Call {
  protocol: Protocol;
  /** As a policy names it, e.g. `tag:GetResources`. */
  action: string;
}

/** Names of services in signatures that are others in policies. */
const PREFIXES: Record<string, string> = { monitoring: 'cloudwatch', tagging: 'tag' };

/** @param service of the signature: there is one endpoint for all */
export function callOf({ headers, url = '' }: IncomingMessage, body: Buffer, service: string): Call {
  const target = headers['x-amz-target'];
  const isCbor = headers['smithy-protocol'] === 'rpc-v2-cbor';
  const protocol = isCbor ? 'cbor' : target ? 'json' : 'query';
  const operation = isCbor
    ? url.split('/').at(-1)
    : target
      ? String(target).split('.').at(-1)
      : new URLSearchParams(body.toString()).get('Action');
  return { protocol, action: `${PREFIXES[service] ?? service}:${operation}` };
}

/** An error as AWS words it; the JSON services have longer names for the same codes. */
export interface AwsError {
  status: number;
  code: string;
  message: string;
}

const JSON_CODES: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  Throttling: 'ThrottlingException',
};

type Plain = string | readonly Plain[] | { readonly [name: string]: Plain };

/** CBOR (RFC 8949) of texts, lists and maps. */
function cbor(value: Plain): Buffer {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(3, text.length), text]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const entries = Object.entries(value as { [name: string]: Plain });
  return Buffer.concat([head(5, entries.length), ...entries.flatMap((entry) => entry.map(cbor))]);
}

export function errorAnswer({ protocol }: Call, { status, code, message }: AwsError): CloudAnswer {
  if (protocol === 'query')
    return {
      status,
      type: 'text/xml',
      body:
        `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>` +
        `<Code>${code}</Code><Message>${message}</Message></Error><RequestId>fake-aws</RequestId></ErrorResponse>`,
    };
  const __type = JSON_CODES[code] ?? code;
  if (protocol === 'json')
    return {
      status: status < 500 ? 400 : status,
      type: 'application/x-amz-json-1.1',
      body: JSON.stringify({ __type, message }),
    };
  return {
    status,
    type: 'application/cbor',
    body: cbor({ __type: `com.amazonaws.cloudwatch#${__type}`, message }),
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-query-error': `${code};Sender` },
  };
}

const ACCOUNT = '123456789012';
/** One resource with a tag. */
const TAGGED = {
  ResourceARN: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`,
  Tags: [{ Key: 'env', Value: 'prod' }],
};

function xml(operation: string, inner: string): CloudAnswer {
  const body = `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`;
  return { status: 200, type: 'text/xml', body };
}

/** What AWS answers when nothing is wrong, for the few actions that a round of YACE begins with. */
export function goodAnswer(call: Call): CloudAnswer {
  switch (call.action) {
    case 'sts:GetCallerIdentity':
      return xml(
        'GetCallerIdentity',
        `<Arn>arn:aws:iam::${ACCOUNT}:user/weir</Arn><Account>${ACCOUNT}</Account>`,
      );
    case 'iam:ListAccountAliases':
      return xml('ListAccountAliases', '<AccountAliases></AccountAliases><IsTruncated>false</IsTruncated>');
    case 'tag:GetResources':
      return {
        status: 200,
        type: 'application/x-amz-json-1.1',
        body: JSON.stringify({ PaginationToken: '', ResourceTagMappingList: [TAGGED] }),
      };
    case 'cloudwatch:ListMetrics':
      return {
        status: 200,
        type: 'application/cbor',
        body: cbor({ Metrics: [] }),
        headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      };
    default:
      return errorAnswer(call, {
        status: 400,
        code: 'UnknownOperation',
        message: `fake-aws knows no ${call.action}`,
      });
  }
}
