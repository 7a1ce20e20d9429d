import { randomUUID } from 'node:crypto';
import type { CloudAnswer } from '../fake-clouds.ts';
import type { Call } from './call.ts';
import { type Cbor, encodeCbor } from './cbor.ts';
import type { AwsError } from './faults.ts';

/** Codes that are others outside the Query protocol. */
const LONG_CODES: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  Throttling: 'ThrottlingException',
};

const longCode = (code: string) => LONG_CODES[code] ?? code;

const NAMESPACES: Record<string, string> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  autoscaling: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
};
const CBOR_HEADERS = { 'smithy-protocol': 'rpc-v2-cbor' };

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lists as `member`s, as the Query protocol writes them. */
function xml(value: Cbor): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (value === null || typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
    .join('');
}

const xmlAnswer = (status: number, root: string, call: Call, content: Cbor): CloudAnswer => ({
  status,
  type: 'text/xml',
  body: `<${root} xmlns="${NAMESPACES[call.action.split(':')[0] ?? ''] ?? ''}">${xml(content)}</${root}>`,
});

/** Its Query protocol is older than that of the others. */
const isEc2 = ({ action }: Call) => action.startsWith('ec2:');

/** An answer in the protocol of the question. */
export function goodAnswer(call: Call, result: Cbor): CloudAnswer {
  if (call.protocol === 'cbor')
    return { status: 200, type: 'application/cbor', body: encodeCbor(result), headers: CBOR_HEADERS };
  if (call.protocol !== 'query') return { status: 200, type: call.type, body: JSON.stringify(result) };
  const operation = call.action.split(':')[1] ?? '';
  if (isEc2(call)) return xmlAnswer(200, `${operation}Response`, call, result);
  return xmlAnswer(200, `${operation}Response`, call, {
    [`${operation}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  });
}

/** Services were built on several frameworks: some write the type with a prefix, and of what is denied in a big `Message`. */
const jsonError = (__type: string, message: string) =>
  JSON.stringify(
    __type === 'AccessDeniedException'
      ? { __type: `com.amazon.coral.service#${__type}`, Message: message }
      : { __type, message },
  );

function restError(call: Call, { status, code, message }: AwsError): CloudAnswer {
  const isThrottled = code === 'Throttling';
  const type = isThrottled ? 'TooManyRequestsException' : longCode(code);
  const suffix = call.action.startsWith('lambda:')
    ? ':http://internal.amazon.com/coral/com.amazon.coral.service/'
    : '';
  return {
    status: isThrottled ? 429 : status,
    type: 'application/json',
    body: JSON.stringify(code === 'AccessDenied' ? { Message: message } : { message }),
    headers: { 'x-amzn-errortype': `${type}${suffix}` },
  };
}

function ec2Error(call: Call, { status, code, message }: AwsError): CloudAnswer {
  const isDenied = code === 'AccessDenied';
  const told = isDenied
    ? {
        Code: 'UnauthorizedOperation',
        Message: `You are not authorized to perform this operation. ${message}`,
      }
    : { Code: code, Message: message };
  return xmlAnswer(status, 'Response', call, { Errors: { Error: told }, RequestID: randomUUID() });
}

/** The same error in the shape that each protocol gives it. */
export function errorAnswer(call: Call, error: AwsError): CloudAnswer {
  const { status, code, message } = error;
  const isOurs = status >= 500;
  const side = isOurs ? 'Receiver' : 'Sender';
  const queryError = { 'x-amzn-query-error': `${code};${side}` };
  switch (call.protocol) {
    case 'query': {
      if (isEc2(call)) return ec2Error(call, error);
      const content = { Error: { Type: side, Code: code, Message: message }, RequestId: randomUUID() };
      return xmlAnswer(status, 'ErrorResponse', call, content);
    }
    case 'json':
      return {
        status: isOurs ? status : 400,
        type: call.type,
        body: jsonError(longCode(code), message),
        // JSON 1.0 has taken the place of the Query protocol, whose codes it goes on to tell.
        headers: call.type.endsWith('1.0') ? queryError : {},
      };
    case 'rest':
      return restError(call, error);
    case 'cbor':
      return {
        status,
        type: 'application/cbor',
        body: encodeCbor({ __type: `com.amazonaws.cloudwatch#${longCode(code)}`, message }),
        headers: { ...CBOR_HEADERS, ...queryError },
      };
  }
}
