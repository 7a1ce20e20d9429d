import 'server-only';
import type { Duplex } from 'node:stream';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { LogFrames } from '../docker/log-lines/frames';
import { cleanText } from '../docker/log-lines/text';
import { containersOf, inspectOwn, onContainer } from '../docker/own';
import { AppError } from '../errors';
import { environmentOf } from './create/options';
import type { RunOnceResult } from './run-once';

const MAX_OUTPUT_BYTES = 64 * 1024;

interface ExecOptions {
  /** The image that the service's container must run, for the answer to count. */
  imageId: string;
  /** Arguments for the image's own program. No shell is involved. */
  args: string[];
  /** Besides what the container has. */
  environment: Readonly<Record<string, string | null>>;
  timeoutMs: number;
}

/**
 * Runs the program of a service once more inside its running container, with other arguments: a tenth of what a
 * container of its own costs. Null when no such container runs.
 * @throws AppError timeout or the engine's
 */
export async function runInside(
  service: ServiceName,
  { imageId, args, environment, timeoutMs }: ExecOptions,
): Promise<RunOnceResult | null> {
  const [own] = await containersOf(service);
  const seen = own ? await inspectOwn(own) : null;
  const program = seen?.Config.Entrypoint;
  if (!own || !seen?.State.Running || seen.Image !== imageId || !Array.isArray(program)) return null;
  return onContainer(own, async (container) => {
    const exec = await container.exec({
      Cmd: [...program, ...args],
      Env: environmentOf(environment),
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({});
    const output = await outputOf(stream, timeoutMs);
    const { ExitCode } = await exec.inspect();
    return { exitCode: ExitCode ?? -1, output };
  });
}

async function outputOf(stream: Duplex, timeoutMs: number): Promise<string> {
  const frames = new LogFrames(false);
  const lines: string[] = [];
  let bytes = 0;
  const limit = setTimeout(() => {
    stream.destroy(new AppError('timeout', `The check did not end within ${timeoutMs / 1000} s.`));
  }, timeoutMs);
  try {
    for await (const chunk of stream) {
      lines.push(...frames.push(chunk as Buffer).map(({ raw }) => raw));
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_OUTPUT_BYTES) break;
    }
  } finally {
    clearTimeout(limit);
    stream.destroy();
  }
  lines.push(...frames.flush().map(({ raw }) => raw));
  return cleanText(lines.join('\n')).slice(0, MAX_OUTPUT_BYTES);
}
