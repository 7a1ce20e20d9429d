import 'server-only';
import { writeFileSync } from 'node:fs';

/** Counts calls by their rules, for tests that compare what is allowed with what is asked. Without a file: nothing. */
export class Calls {
  readonly #file: string | null;
  readonly #counts = new Map<string, number>();

  constructor(file: string | null) {
    this.#file = file;
  }

  count(name: string): void {
    if (this.#file === null) return;
    const before = this.#counts.get(name) ?? 0;
    this.#counts.set(name, before + 1);
    // Whoever ends the process cannot be waited for; a rule that is new is rare.
    if (before === 0) this.save();
  }

  save(): void {
    if (this.#file !== null) writeFileSync(this.#file, JSON.stringify(Object.fromEntries(this.#counts)));
  }
}
