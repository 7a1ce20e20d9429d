import type { BilledRound } from '@/lib/pipeline/sources/prices';
import type { Counted } from '@/lib/schemas/price';
import type { SourceAnswer } from '@/lib/schemas/source-answer';

/** What is known of a source when its form is filled in. */
export interface Facts {
  /** What its exporter has found; null: it does not run. */
  counted: readonly Counted[] | null;
  /** What its cloud has answered when it was asked; null: it was not. */
  answer: SourceAnswer | null;
}

/** What the form of a source would come to in one round. */
export interface Estimate {
  /** Of what is known. */
  round: BilledRound;
  resources: number;
  /** What is not in it, for people: `SQS in eu-west-1`. */
  unknown: readonly string[];
  /** When that is known: `AWS says how many there are`. */
  knownBy: string;
  /** The word for what is counted: `metric`. */
  unit: string;
}

export const resourcesOf = (
  { counted, answer }: Facts,
  service: { id: string; words: string },
  place: string,
): number | null =>
  counted?.find((one) => one.service === service.id && one.place === place)?.resources ??
  answer?.rows.find((one) => one.service === service.words && one.place === place)?.found ??
  null;
