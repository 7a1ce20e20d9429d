import 'server-only';
import type { EngineSample } from '@/lib/schemas/snapshot';
import { singleton } from '../singleton';
import { engineVersions, freshClient, ping, withDocker } from './client';
import { toDockerError } from './docker-error';

const known = () =>
  singleton<{ hasMemoryCgroup: boolean | null }>('engine-facts', () => ({ hasMemoryCgroup: null }));

/** Asked once: the kernel's memory cgroup comes and goes only with a reboot. */
async function hasMemoryCgroup(): Promise<boolean> {
  const facts = known();
  facts.hasMemoryCgroup ??= (await withDocker((client) => client.info())).MemoryLimit === true;
  return facts.hasMemoryCgroup;
}

/** One silence is no failure: on a machine that builds something, an engine that works may need longer than `ping` waits. */
async function askPatiently(ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (toDockerError(error).code !== 'timeout') throw error;
    await ask();
  }
}

/** The engine's state. Never throws: an engine that cannot be used is a state like any other. */
export async function engineInfo(): Promise<EngineSample> {
  try {
    await askPatiently(() => withDocker(ping));
    const { release, apiVersion } = await engineVersions();
    return {
      state: 'up',
      version: release,
      apiVersion,
      message: null,
      hasMemoryCgroup: await hasMemoryCgroup(),
    };
  } catch (error) {
    const mapped = toDockerError(error);
    return {
      state: mapped.code === 'docker-denied' ? 'denied' : 'unreachable',
      version: null,
      apiVersion: null,
      message: mapped.message,
      hasMemoryCgroup: known().hasMemoryCgroup,
    };
  }
}

/** Whether the engine takes new work. False from the moment on at which it is told to stop, or after 5 s of silence. */
export async function engineAnswers(): Promise<boolean> {
  return ping(freshClient()).then(
    () => true,
    () => false,
  );
}

/** The same, asked once more after a silence, so that a busy engine is not taken for one that has gone. */
export async function engineIsThere(): Promise<boolean> {
  return askPatiently(() => ping(freshClient())).then(
    () => true,
    () => false,
  );
}

/** Containers that run on this machine, whoever started them. @throws AppError docker-unreachable or docker-denied */
export async function runningContainers(): Promise<number> {
  return (await withDocker((client) => client.info())).ContainersRunning;
}

/** What the engine and its machine are. @throws AppError docker-unreachable or docker-denied */
export async function engineFacts(): Promise<Record<string, string | number | boolean | string[] | null>> {
  const { release, apiVersion } = await engineVersions();
  const info = await withDocker((client) => client.info());
  const known = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return {
    version: release,
    apiVersion,
    operatingSystem: known(info.OperatingSystem),
    kernel: known(info.KernelVersion),
    architecture: known(info.Architecture),
    storageDriver: known(info.Driver),
    loggingDriver: known(info.LoggingDriver),
    cgroups: `${known(info.CgroupDriver) ?? '?'}, version ${known(info.CgroupVersion) ?? '?'}`,
    hasMemoryLimit: info.MemoryLimit === true,
    containersRunning: Number(info.ContainersRunning),
    warnings: Array.isArray(info.Warnings) ? info.Warnings.map(String) : [],
  };
}
