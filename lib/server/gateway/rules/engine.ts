import 'server-only';
import { type IncomingMessage, request } from 'node:http';
import { EngineGone, EngineRefusal } from '../read/refusal';

/** What the gateway itself asks of the engine. */
export interface Ask {
  method: string;
  /** With the version of the API. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: { type: 'application/json' | 'application/x-tar'; bytes: Buffer };
}

/** Most bytes of an answer that is looked into: lists of a machine with hundreds of containers. */
const MAX_ANSWER_BYTES = 16 << 20;

export const jsonBody = (value: unknown): Ask['body'] => ({
  type: 'application/json',
  bytes: Buffer.from(JSON.stringify(value)),
});

/** The real engine. Each question has a connection of its own: one that is told to stop takes none from then on. */
export class Engine {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** @throws EngineGone */
  open({ method, path, query = {}, body }: Ask, signal: AbortSignal): Promise<IncomingMessage> {
    const search = new URLSearchParams(query).toString();
    const headers = body
      ? { host: 'docker', 'content-type': body.type, 'content-length': body.bytes.length }
      : { host: 'docker' };
    return new Promise((resolve, reject) => {
      const options = { socketPath: this.#socket, agent: false, method, headers, signal } as const;
      const call = request({ ...options, path: search === '' ? path : `${path}?${search}` }, resolve);
      call.on('error', (cause) => reject(new EngineGone('no answer', { cause })));
      call.end(body?.bytes);
    });
  }

  /** An answer that is JSON. @throws EngineRefusal for anything but a 2XX, EngineGone */
  async json(ask: Ask, signal: AbortSignal): Promise<unknown> {
    const answer = await this.open(ask, signal);
    const text = (await bytesOf(answer)).toString();
    const status = answer.statusCode ?? 500;
    const data = text === '' ? null : parsed(text);
    if (status >= 200 && status < 300) return data;
    throw new EngineRefusal(
      status,
      String((data as { message?: unknown } | null)?.message ?? 'no reason given'),
    );
  }
}

/** All of an answer. @throws EngineGone when it breaks off or has no end */
export async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > MAX_ANSWER_BYTES) throw new EngineGone('the answer is too long');
    }
  } catch (cause) {
    throw new EngineGone('the answer broke off', { cause });
  }
  return Buffer.concat(chunks);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineGone('the answer is no JSON', { cause });
  }
}
