import 'server-only';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './read/refusal';
import type { Rule } from './rules/rule';

const MOST_BYTES: Readonly<Record<NonNullable<Rule['body']>, number>> = {
  json: 64 * 1024,
  tar: 16 * 1024,
  ignored: 4 * 1024,
  files: 8 * 1024 * 1024,
};
const TYPES: Readonly<Record<NonNullable<Rule['body']>, RegExp>> = {
  json: /^application\/json$/,
  tar: /^application\/(?:x-)?tar$/,
  ignored: /^application\/json$/,
  files: /^application\/(?:x-)?tar$/,
};

/** Headers that ask for another way to speak than one request and one answer. */
const NEVER = [
  'upgrade',
  'expect',
  'trailer',
  'te',
  'content-encoding',
  'x-registry-auth',
  'x-registry-config',
];

/** @throws Refusal */
export function checkHeaders({ headers }: IncomingMessage): void {
  const odd = NEVER.find((name) => headers[name] !== undefined);
  if (odd !== undefined) throw new Refusal(`the header ${odd} is not used`);
  if (/upgrade/i.test(headers.connection ?? '')) throw new Refusal('the connection stays as it is');
}

/** What was sent along, as far as the rule takes anything. @throws Refusal */
export async function readBody(request: IncomingMessage, kind: Rule['body']): Promise<Buffer> {
  const { headers } = request;
  const hasNone = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
  if (hasNone) return Buffer.alloc(0);
  if (kind === undefined) throw new Refusal('nothing is sent along with that');
  if (!TYPES[kind].test(headers['content-type'] ?? '')) throw new Refusal('the body is of another kind');
  const chunks: Buffer[] = [];
  let length = 0;
  // A request that is not read to its end gets an answer all the same.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > MOST_BYTES[kind]) throw new Refusal('the body is too long');
    // Files are thrown away.
    if (kind === 'json' || kind === 'tar') chunks.push(chunk as Buffer);
  }
  if (request.rawTrailers.length > 0) throw new Refusal('nothing follows the body');
  return Buffer.concat(chunks);
}
