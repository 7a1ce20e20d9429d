import 'server-only';
import type { Readable } from 'node:stream';
import { createContainer, withDocker } from '../docker/client';
import { toDockerError } from '../docker/docker-error';
import { ONCE_LABEL } from '../docker/labels';
import { outputOf } from '../docker/log-lines/frames';
import { env } from '../env';
import { AppError } from '../errors';
import { type OnceContainer, onceBody } from './create/once';

export interface RunOnceOptions extends OnceContainer {
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface RunOnceResult {
  exitCode: number;
  /** Both outputs in order, cleaned, cut at 64 KiB. */
  output: string;
}

/** Removes one-off containers, also running ones, that an earlier panel left when it was killed. */
export async function removeLeftovers(): Promise<void> {
  const filters = { label: [`${ONCE_LABEL}=${env().project}`] };
  await withDocker(async (client) => {
    const left = await client.listContainers({ all: true, filters });
    // One panel per project: what was made before this process has nobody who waits for it.
    const old = left.filter(({ Created }) => Created < Math.floor(performance.timeOrigin / 1000));
    await Promise.allSettled(
      old.map((info) => client.getContainer(info.Id).remove({ force: true, v: true })),
    );
  });
}

/**
 * Runs one command in a fresh container without network, capabilities or a place in the stack, and removes the
 * container whatever happens. @throws AppError timeout | image-missing | docker-…
 */
export async function runOnce(options: RunOnceOptions): Promise<RunOnceResult> {
  await removeLeftovers();
  const container = await createContainer(null, onceBody(env().project, options));
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  try {
    await container.start();
    const { StatusCode } = (await container.wait({ abortSignal: signal })) as { StatusCode: number };
    const output = await container.logs({ follow: true, stdout: true, stderr: true });
    return { exitCode: StatusCode, output: await outputOf(output as unknown as Readable) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (limit.aborted) {
      const seconds = Math.round(options.timeoutMs / 1000);
      throw new AppError('timeout', `The check did not end within ${seconds} s.`, { cause: error });
    }
    throw toDockerError(error);
  } finally {
    await container.remove({ force: true, v: true }).catch(() => undefined);
  }
}
