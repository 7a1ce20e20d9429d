import 'server-only';
import { StringDecoder } from 'node:string_decoder';

/** Longest line that is looked at; the engine's own are far shorter. */
const MAX_CHARS = 64 * 1024;

/** Shows the lines of a stream that passes, without holding it up. */
export class LineReader {
  readonly #read: (line: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(read: (line: string) => void) {
    this.#read = read;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, MAX_CHARS);
    for (const line of lines) this.#read(line.trim());
  }
}
