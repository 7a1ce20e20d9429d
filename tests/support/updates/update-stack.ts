import { expect } from 'vitest';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Task } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import { recoverApply } from '@/lib/server/change/recover';
import { parseEnv } from '@/lib/server/files/env/env-file';
import { onTask } from '@/lib/server/tasks/tasks';
import { trialOf } from '@/lib/server/updates/trial';
import { updateEdit } from '@/lib/server/updates/update-edit';
import { ended } from '../panel/apply';
import { forgetProcessState } from '../panel/route-call';
import { type Destination, pointedAt, startDestination } from '../stack/destination';
import { localImages } from '../stack/images';
import { type Registry, startRegistry } from '../stack/registry';
import { type TempStack, tempStack } from '../stack/stack';
import { makeVersion, removeImages } from '../stack/versions';

const VARIABLES = { vmagent: 'VMAGENT_IMAGE', 'node-exporter': 'NODE_EXPORTER_IMAGE' } as const;
export type Updated = keyof typeof VARIABLES;
/** Tags, each with a script that runs in the place of its program. */
export type Versions = Record<Updated, [tag: string, script?: string][]>;

/** Five scrapes, and the way to the destination. */
const WATCH_MS = 30_000;

interface Options {
  tag?: string;
  digest?: string;
  /** Unless told: on a machine where others come and go, node-exporter’s number of series does, too. */
  maySeriesDiffer?: boolean;
  /** Called once, when the watch has begun. */
  onWatch?: () => unknown;
}

export interface UpdateStack {
  stack: TempStack;
  destination: Destination;
  registry: Registry;
  /** Updates a service, watched for as long as its targets need, and waits for the end. */
  updated(service: Updated, options: Options): Promise<Task>;
  /** Calls back once, when the watch has begun. @returns what ends that */
  whenWatched(onWatch: () => unknown): () => void;
  state(service: Updated): Promise<{ image: string; env: string }>;
  /** Everything is as before, and works. */
  expectBack(service: Updated, before: { image: string; env: string }): Promise<void>;
  imageRun(service: ServiceName): Promise<string>;
  imageNamed(image: string): Promise<string>;
  /** As the files name it. */
  named(service: Updated): string | undefined;
  remove(): Promise<void>;
}

function whenWatched(onWatch: () => unknown): () => void {
  let isTold = false;
  return onTask(({ steps }) => {
    const watch = steps.find(({ id, progress }) => id === 'watch' && progress !== null);
    if (isTold || !watch) return;
    isTold = true;
    onWatch();
  });
}

/** A stack that delivers, with v1.0.0 of its two services, and other versions in a registry. */
export async function startUpdateStack(name: string, versions: Versions): Promise<UpdateStack> {
  const stack = await tempStack({ name, isQuick: true, gateway: {} });
  const registry = await startRegistry();
  const images = await localImages(stack.engine);
  let compose = stack.read('docker-compose.yml');
  for (const service of ['vmagent', 'node-exporter'] as const) {
    const variable = VARIABLES[service];
    const home = `${registry.host}/${service}`;
    for (const [tag, script] of [['v1.0.0'] as [string], ...versions[service]]) {
      await makeVersion(stack.engine, images[variable] ?? '', `${home}:${tag}`, script);
      await stack.engine.docker('push', '-q', `${home}:${tag}`);
      if (tag !== 'v1.0.0') await stack.engine.docker('rmi', `${home}:${tag}`);
    }
    compose = compose.replace(
      new RegExp(`\\$\\{${variable}:-[^}]+\\}(?=\\n {4}(?:restart|profiles))`),
      () => `\${${variable}:-${home}:v1.0.0}`,
    );
  }
  stack.write('docker-compose.yml', compose);
  const destination = await startDestination(stack.engine);
  stack.setEnv({
    COMPOSE_PROFILES: 'system',
    ...pointedAt(destination),
    VMAGENT_IMAGE: `${registry.host}/vmagent:v1.0.0`,
    NODE_EXPORTER_IMAGE: `${registry.host}/node-exporter:v1.0.0`,
  });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  await stack.compose('up', '-d', 'vmagent', 'node-exporter');

  const imageRun = async (service: ServiceName) =>
    ((await stack.inspect(service)) as { Image: string }).Image;
  return {
    stack,
    destination,
    registry,
    imageRun,
    whenWatched,
    updated: async (service, { tag, digest, maySeriesDiffer = true, onWatch }) => {
      const stop = whenWatched(() => onWatch?.());
      const { taskId } = await startApply(
        {
          ...{ who: 'owner', reason: null, ifMatch: '*' },
          edit: (current) => updateEdit({ service, tag, digest }, current),
        },
        { probation: trialOf({ service, watchMs: WATCH_MS, maySeriesDiffer }) },
      );
      return ended(taskId).finally(stop);
    },
    state: async (service) => ({ image: await imageRun(service), env: stack.read('.env') }),
    expectBack: async (service, before) => {
      expect(stack.read('.env')).toBe(before.env);
      expect(await imageRun(service)).toBe(before.image);
      expect(() => stack.read('.weir/apply.json')).toThrow();
    },
    imageNamed: (image) => stack.engine.docker('inspect', '--format', '{{.Id}}', image),
    named: (service) => parseEnv(stack.read('.env'))[VARIABLES[service]],
    remove: async () => {
      await destination.remove();
      await stack.remove();
      await registry.stop();
      for (const made of [`${registry.host}/*`, `weir-kept/*:${stack.project}`])
        await removeImages(stack.engine, made);
    },
  };
}
