import 'server-only';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '@/lib/schemas/log-line';
import { cleanText } from './text';

type Stream = LogLine['stream'];

/** The engine splits a line of more than 16 KiB; each part has its own timestamp. */
const STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) /;
/** Longest unfinished line that is held; more is let go as a line of its own. */
const MAX_PENDING_CHARS = 64 * 1024;

/**
 * Turns the bytes of a log stream into lines. Without a terminal the engine multiplexes both outputs: frames of
 * 8 bytes header (stream, three zeros, length big-endian) and payload; with a terminal the bytes are the output.
 */
export class LogFrames {
  private readonly hasTty: boolean;
  private bytes: Buffer = Buffer.alloc(0);
  private readonly decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  private readonly pending: Record<Stream, string> = { stdout: '', stderr: '' };

  constructor(hasTty: boolean) {
    this.hasTty = hasTty;
  }

  /** The lines that a chunk completes, without their newlines. */
  push(chunk: Buffer): { stream: Stream; raw: string }[] {
    if (this.hasTty) return this.lines('stdout', this.decoders.stdout.write(chunk));
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
    const out: { stream: Stream; raw: string }[] = [];
    while (this.bytes.length >= 8) {
      const end = 8 + this.bytes.readUInt32BE(4);
      if (this.bytes.length < end) break;
      const stream: Stream = this.bytes[0] === 2 ? 'stderr' : 'stdout';
      const payload = this.bytes.subarray(8, end);
      this.bytes = this.bytes.subarray(end);
      const text = this.decoders[stream].write(payload);
      out.push(...this.lines(stream, this.pending[stream] === '' ? text : text.replace(STAMP, '')));
    }
    return out;
  }

  /** What is left when the stream ends without a newline. */
  flush(): { stream: Stream; raw: string }[] {
    return (['stdout', 'stderr'] as const).flatMap((stream) => {
      const raw = this.pending[stream];
      this.pending[stream] = '';
      return raw === '' ? [] : [{ stream, raw }];
    });
  }

  private lines(stream: Stream, text: string): { stream: Stream; raw: string }[] {
    const parts = (this.pending[stream] + text).split('\n');
    const rest = parts.pop() ?? '';
    if (rest.length > MAX_PENDING_CHARS) {
      parts.push(rest);
      this.pending[stream] = '';
    } else {
      this.pending[stream] = rest;
    }
    return parts.map((raw) => ({ stream, raw: raw.endsWith('\r') ? raw.slice(0, -1) : raw }));
  }
}

const MAX_OUTPUT_BYTES = 64 * 1024;

/** What a command without a terminal wrote to both outputs, in order and cleaned, cut at 64 KiB. Ends the stream. */
export async function outputOf(stream: Readable): Promise<string> {
  const frames = new LogFrames(false);
  const lines: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      lines.push(...frames.push(chunk as Buffer).map(({ raw }) => raw));
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_OUTPUT_BYTES) break;
    }
  } finally {
    stream.destroy();
  }
  lines.push(...frames.flush().map(({ raw }) => raw));
  return cleanText(lines.join('\n')).slice(0, MAX_OUTPUT_BYTES);
}
