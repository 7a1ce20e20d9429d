import type { TargetSample } from '@/lib/schemas/snapshot';

export interface TargetFilter {
  text: string;
  onlyProblems: boolean;
}

/** Targets whose job, instance or error holds the text; with `onlyProblems`, those that are down. Order kept. */
export function filterTargets(targets: TargetSample[], { text, onlyProblems }: TargetFilter): TargetSample[] {
  const needle = text.trim().toLowerCase();
  return targets.filter(
    ({ job, instance, lastError, state }) =>
      (!onlyProblems || state === 'down') &&
      `${job} ${instance} ${lastError ?? ''}`.toLowerCase().includes(needle),
  );
}
