import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The steps of a change and of a launch, in their order; only one that fails gets to the last. */
export const phases = [
  'check',
  'images',
  'validate',
  'write',
  'act',
  'start',
  'healthy',
  'scrape',
  'verify',
  'watch',
  'deliver',
  'sources',
  'put back',
] as const;
export type Phase = (typeof phases)[number];

/** What a phase came to: steps at the file system, and milliseconds. */
export interface PhaseSize {
  files: number;
  ms: number;
}

/** Where a process kills itself: before the n-th step at the file system in a phase, or so long after it began. */
export interface FaultPoint {
  phase: Phase;
  unit: keyof PhaseSize;
  at: number;
}

const changing = ['chmod', 'link', 'mkdir', 'open', 'rename', 'rm', 'writeFile'] as const;
type Call = (...args: unknown[]) => Promise<unknown>;

/** Measures the phases of the change that this process makes, and kills it at the point, where one is given. */
export class FaultPoints {
  readonly sizes: Partial<Record<Phase, PhaseSize>> = {};
  readonly #point: FaultPoint | null;
  #phase: Phase | null = null;
  #enteredAt = 0;

  constructor(point: FaultPoint | null) {
    this.#point = point;
    const calls = promises as unknown as Record<string, Call>;
    for (const name of changing) {
      const call = calls[name];
      if (call === undefined) throw new Error(`There is no ${name}.`);
      calls[name] = (...args) => {
        this.#touch();
        return call(...args);
      };
    }
    // What was imported by name gets the new ones, too.
    syncBuiltinESMExports();
  }

  enter(phase: Phase): void {
    if (phase === this.#phase) return;
    this.leave();
    this.#phase = phase;
    this.#enteredAt = performance.now();
    this.sizes[phase] = { files: 0, ms: 0 };
    if (this.#point?.phase === phase && this.#point.unit === 'ms') setTimeout(kill, this.#point.at);
  }

  leave(): void {
    const size = this.#phase && this.sizes[this.#phase];
    if (size) size.ms = performance.now() - this.#enteredAt;
    this.#phase = null;
  }

  #touch(): void {
    const size = this.#phase && this.sizes[this.#phase];
    if (!size) return;
    size.files += 1;
    const { phase, unit, at } = this.#point ?? {};
    if (phase === this.#phase && unit === 'files' && size.files === at) kill();
  }
}

function kill(): void {
  process.kill(process.pid, 'SIGKILL');
}
