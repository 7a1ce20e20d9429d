import 'server-only';
import { jobSource, type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ScrapeTarget } from '../../vmagent/targets';
import { besideOf, type Contents } from '../eye/eye';
import type { EngineReading } from '../read/engine-reader';
import { within } from '../read/single-flight';
import { eyes } from '../sources/eyes';
import type { SamplerPorts, StackSettings } from '../steps/ports';

/** A whole answer costs the exporter a collection; a source in trouble is looked at sooner. */
const WELL_MS = 5 * 60_000;
const BLIND_MS = 30_000;
const FAILED_MS = 60_000;
const LIMIT_MS = 12_000;

interface Asked {
  contents: Contents | null;
  /** Of the process that answered. */
  startedAtMs: number | null;
  dueAtMs: number;
}

/** Asks each exporter now and then for what it has of its own kind: vmagent counts samples, whatever they are. */
export function createContentsWatch(ports: SamplerPorts, onNews: () => void) {
  const asked = new Map<SourceId, Asked>();
  const reading: { empty: Partial<Record<SourceId, string>> } = { empty: {} };
  const busy = new Set<SourceId>();

  async function ask(
    source: SourceId,
    read: (text: string) => Contents,
    startedAtMs: number | null,
  ): Promise<void> {
    busy.add(source);
    try {
      const contents = read(await within(ports.readExporter(source, eyes[source].query), LIMIT_MS));
      asked.set(source, { contents, startedAtMs, dueAtMs: ports.steadyNow() + WELL_MS });
      onNews();
    } catch {
      // vmagent's own scrape of it says what is wrong.
      asked.set(source, { contents: null, startedAtMs, dueAtMs: ports.steadyNow() + FAILED_MS });
    }
    busy.delete(source);
  }

  return {
    reading,
    tick({ enabled }: StackSettings, { containers }: EngineReading, targets: readonly ScrapeTarget[]): void {
      const running = (containers ?? []).filter(({ state }) => state === 'running');
      const empty: typeof reading.empty = {};
      for (const source of sourceIds) {
        const { contents } = eyes[source];
        const service: ServiceName = sourceService(source);
        const own = running.find((one) => one.service === service);
        const target = targets.find(({ job, state }) => jobSource(job) === source && state === 'up');
        if (!contents || !enabled.has(service) || !own || !target) continue;
        const beside = besideOf(service, running, target.samples, ports.now());
        if (source === 'containers' && !beside.isSettled) continue;
        const known = asked.get(source);
        const isSame = known?.startedAtMs === own.startedAtMs;
        const words = (isSame && known.contents?.(beside)) || null;
        if (words !== null) empty[source] = words;
        const dueAtMs = (known?.dueAtMs ?? 0) - (words === null ? 0 : WELL_MS - BLIND_MS);
        if (busy.has(source) || (isSame && ports.steadyNow() < dueAtMs)) continue;
        void ask(source, contents, own.startedAtMs);
      }
      reading.empty = empty;
    },
  };
}
