import 'server-only';
import type { SourceId } from '@/lib/pipeline/components';
import type { Blind, Telling } from '../eye/eye';
import { aside } from '../read/single-flight';
import type { SamplerPorts } from '../steps/ports';

/** A key that was deleted is told before the second round of an exporter that asks as seldom as usual. */
const EVERY_MS = 5 * 60_000;
const LIMIT_MS = 32_000;
/** What an exporter is lent lasts no longer: what was not said again since is over, or its own log says it. */
const KEPT_MS = 60 * 60_000;

/** Asks whether a source's cloud still lets its key in, for an exporter that goes on for a while without. Never rejects. */
export function createKeyWatch(ports: SamplerPorts, source: SourceId, onNews: () => void) {
  let refusal: { told: Blind; atMs: number } | null = null;
  /** When the exporter that runs was started: another may have another key. */
  let startedAtMs: number | null = null;
  let turn = 0;
  const question = aside(ports, LIMIT_MS, async () => {
    const asked = turn;
    const told = await ports.askKey(source, startedAtMs);
    if (asked !== turn || told === undefined) return;
    refusal = told && { told, atMs: ports.steadyNow() };
    onNews();
  });
  return {
    tick(startedMs: number | null): void {
      startedAtMs = startedMs;
      question.ifDue(EVERY_MS);
    },
    /** What is known, as a source tells it. */
    telling(): Pick<Telling, 'refusedKey'> {
      if (refusal === null || ports.steadyNow() - refusal.atMs > KEPT_MS) return {};
      const { words: message, fix, cause } = refusal.told;
      return { refusedKey: { message, ...(fix && { fix }), ...(cause && { cause }) } };
    },
    /** Of another process nothing is known, and an answer that is on its way is not about it. */
    forget(): void {
      turn += 1;
      refusal = null;
      question.askAnew();
    },
  };
}
