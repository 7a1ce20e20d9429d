import 'server-only';
import { hostname } from 'node:os';
import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceName } from '@/lib/pipeline/components';
import { isMap } from '../read/asked';
import { EngineRefusal } from '../read/refusal';
import type { GatewaySettings } from '../read/settings';
import { readEarlierEnv, type Stack, stackReader } from '../read/stack';
import { Engine } from './engine';

/** What the gateway has let the panel make; nothing else of its kind is the panel's. */
export interface Memory {
  /** Builds, by the ids that the panel gave them. */
  builds: Set<string>;
  /** Images that came out of them, by their ids. */
  built: Map<string, ServiceName>;
  /** Containers that never run, of such an image. */
  neverRun: Set<string>;
  execs: Set<string>;
  /** Containers of services, by their ids, as they were when they were first asked for. */
  own: Map<string, { service: ServiceName; seen: ContainerInspectInfo }>;
}

export interface World {
  settings: GatewaySettings;
  engine: Pick<Engine, 'json' | 'open'>;
  memory: Memory;
  /** The stack as its files are now. @throws Refusal */
  stack(): Promise<Stack>;
  /** The stack as its services ran it, while the panel brings them back to that; null: it does not. @throws Refusal */
  earlierStack(): Promise<Stack | null>;
}

const LOOK_LIMIT_MS = 30_000;
/** Most that is remembered of a kind; the oldest goes. */
const MOST = 1_000;

export function remember<T>(set: Set<T>, item: T): void {
  set.add(item);
  for (const oldest of set) {
    if (set.size <= MOST) break;
    set.delete(oldest);
  }
}

export function createWorld(settings: GatewaySettings): World {
  const engine = new Engine(settings.engineSocket);
  const readStack = stackReader(settings);
  let known: string | null = settings.stackHostDir || null;
  const projectDir = async () => {
    known ??= await mountedFrom(engine, settings.stackDir);
    return known;
  };
  return {
    settings,
    engine,
    memory: { builds: new Set(), built: new Map(), neverRun: new Set(), execs: new Set(), own: new Map() },
    stack: async () => readStack(await projectDir()),
    earlierStack: async () => {
      const envText = await readEarlierEnv(settings.stackDir);
      return envText === null ? null : readStack(await projectDir(), envText);
    },
  };
}

/** What the gateway's own container has at the stack folder; the folder itself outside of a container. */
async function mountedFrom(engine: World['engine'], stackDir: string): Promise<string> {
  const name = hostname();
  if (!/^[0-9a-f]{12}$/.test(name)) return stackDir;
  const ask = { method: 'GET', path: `/containers/${name}/json` };
  const seen = await engine.json(ask, AbortSignal.timeout(LOOK_LIMIT_MS)).catch((error: unknown) => {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  });
  const mounts = isMap(seen) && Array.isArray(seen.Mounts) ? seen.Mounts.filter(isMap) : [];
  const source = mounts.find(({ Destination }) => Destination === stackDir)?.Source;
  return typeof source === 'string' ? source : stackDir;
}
