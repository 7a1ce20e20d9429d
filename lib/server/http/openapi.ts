import 'server-only';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';

/** Beside the server; `npm run docs` writes it. Read piece by piece: as a whole it would stay in memory. */
const FILE = path.resolve(/* turbopackIgnore: true */ 'openapi.json');

/** What the API is, as OpenAPI. */
export async function describeApi(): Promise<Response> {
  const { size } = await stat(FILE);
  const content = Readable.toWeb(createReadStream(FILE)) as ReadableStream<Uint8Array>;
  return new Response(content, { headers: { 'content-length': String(size) } });
}
