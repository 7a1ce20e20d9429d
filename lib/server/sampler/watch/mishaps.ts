import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { LeftOut, VerdictContext } from '@/lib/verdict/terms/types';
import type { EngineReading } from '../read/engine-reader';
import { aside } from '../read/single-flight';
import type { SamplerPorts, StackSettings } from '../steps/ports';

const OOM_MEMORY_MS = 10 * 60_000;
const IMAGES_MS = 15_000;
const LIMIT_MS = 5000;

/**
 * What happened to services beyond the state of their containers: memory that ran out, images that are not there,
 * starts that failed.
 */
export function createMishaps(ports: SamplerPorts, onNews: () => void) {
  const oomAtMs = new Map<ServiceName, number>();
  let missing: ServiceName[] = [];
  /** Switched on, and not running. */
  let idle: ServiceName[] = [];
  /** Services without a container, and their images. */
  let wanted: (readonly [ServiceName, string])[] = [];

  const images = aside(ports, LIMIT_MS, async () => {
    const asked = wanted;
    const found = await Promise.all(asked.map(([, image]) => ports.hasImage(image)));
    missing = asked.filter((_, index) => !found[index]).map(([name]) => name);
    onNews();
  });

  return {
    outOfMemory: (): ServiceName[] =>
      [...oomAtMs].filter(([, atMs]) => atMs > ports.steadyNow() - OOM_MEMORY_MS).map(([name]) => name),
    missingImages: (): readonly LeftOut[] =>
      missing.map((service) => ({ service, reason: ports.whyLeftOut(service) })),
    notStarted: (): VerdictContext['notStarted'] =>
      idle.flatMap((service) => {
        const reason = ports.whyLeftOut(service);
        return reason === null || missing.includes(service) ? [] : [{ service, reason }];
      }),
    onEvent(service: ServiceName, action: string): void {
      if (action === 'oom') oomAtMs.set(service, ports.steadyNow());
    },
    /** Images are only looked for while a service has no container, which is rare. */
    tick({ enabled, images: named }: StackSettings, { engine, containers }: EngineReading): void {
      if (engine.state !== 'up' || !containers) return;
      const running = containers.filter(({ state }) => state === 'running').map(({ service }) => service);
      idle = [...enabled].filter((name) => !running.includes(name));
      wanted = [...enabled].flatMap((name) => {
        const image = named.get(name);
        const isThere = containers.some(({ service }) => service === name);
        return image && !isThere ? [[name, image] as const] : [];
      });
      missing = missing.filter((name) => wanted.some(([other]) => other === name));
      if (wanted.length > 0) images.ifDue(IMAGES_MS);
    },
  };
}
