import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { followLogs, tailLogs } from '../docker/logs';
import { env } from '../env';

/** Lines that come together are sent together, so that a busy log does not cost an event a line. */
const BATCH_MS = 200;
const BATCH_LINES = 200;
const DOWNLOAD_LINES = 5000;
const DOWNLOAD_MAX_BYTES = 5 * 1024 * 1024;

/** The last lines, oldest first. @throws AppError service-absent and the engine's */
export async function readServiceLogs(name: ServiceName, tail: number): Promise<{ lines: LogLine[] }> {
  return { lines: await tailLogs(name, { tail }) };
}

/** Hands over lines in batches until the viewer has gone. @throws AppError service-absent and the engine's */
export async function followServiceLogs(
  name: ServiceName,
  options: { tail: number; signal: AbortSignal },
  send: (lines: LogLine[]) => void,
): Promise<void> {
  let batch: LogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (batch.length > 0) send(batch);
    batch = [];
  };
  try {
    for await (const line of followLogs(name, options)) {
      batch.push(line);
      if (batch.length >= BATCH_LINES) flush();
      else timer ??= setTimeout(flush, BATCH_MS);
    }
  } finally {
    flush();
  }
}

/** The log as a text file, its end where it is longer than 5 MB. @throws AppError service-absent and the engine's */
export async function serviceLogFile(name: ServiceName): Promise<{ name: string; text: string }> {
  const lines = await tailLogs(name, { tail: DOWNLOAD_LINES });
  const texts: string[] = [];
  let bytes = 0;
  for (const line of lines.reverse()) {
    const text = `${new Date(line.atMs).toISOString()} ${line.text}\n`;
    bytes += Buffer.byteLength(text);
    if (bytes > DOWNLOAD_MAX_BYTES) break;
    texts.push(text);
  }
  const day = new Date().toISOString().slice(0, 10);
  return { name: `${env().project}-${name}-${day}.log`, text: texts.reverse().join('') };
}
