import 'server-only';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Longest line that is kept; the engine's own messages are far shorter. */
const MAX_LINE = 1 << 20;

/** The objects of a stream of JSON lines. The stream is closed when the loop ends, however it ends. */
export async function* jsonLines<T>(stream: NodeJS.ReadableStream, signal?: AbortSignal): AsyncGenerator<T> {
  const source = stream as Readable;
  const stop = () => source.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of source) {
      rest += decoder.write(chunk as Buffer);
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE) rest = '';
      for (const line of lines) {
        if (line.trim() !== '') yield JSON.parse(line) as T;
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    source.destroy();
  }
}
