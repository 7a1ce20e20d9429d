import 'server-only';
import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { outputOf } from '../docker/log-lines/frames';
import { inspectService, onContainer } from '../docker/own';
import { AppError } from '../errors';
import { environmentOf } from './create/options';
import type { RunOnceResult } from './run-once';

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
 * container of its own costs. Null when no such container runs, or not to the end: one that ends again and again is
 * called running, too.
 * @throws AppError timeout or the engine's
 */
export async function runInside(
  service: ServiceName,
  { imageId, args, environment, timeoutMs }: ExecOptions,
): Promise<RunOnceResult | null> {
  const seen = await inspectService(service);
  const program = seen?.Config.Entrypoint;
  if (!runs(seen) || seen.Image !== imageId || !Array.isArray(program)) return null;
  const inside = onContainer({ id: seen.Id }, async (container) => {
    const exec = await container.exec({
      Cmd: [...program, ...args],
      Env: environmentOf(environment),
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({});
    const limit = setTimeout(() => {
      stream.destroy(new AppError('timeout', `The check did not end within ${timeoutMs / 1000} s.`));
    }, timeoutMs);
    const output = await outputOf(stream).finally(() => clearTimeout(limit));
    const { ExitCode } = await exec.inspect();
    return { exitCode: ExitCode ?? -1, output };
  });
  const [answer] = await Promise.allSettled([inside]);
  const now = await inspectService(service);
  if (!runs(now) || now.Id !== seen.Id || now.State.StartedAt !== seen.State.StartedAt) return null;
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}

const runs = (seen: ContainerInspectInfo | null): seen is ContainerInspectInfo =>
  seen?.State.Running === true && !seen.State.Restarting;
