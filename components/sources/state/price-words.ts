import { inEnglish } from '@/lib/english';
import type { SourceSample } from '@/lib/schemas/snapshot';

type Price = NonNullable<SourceSample['dollarsPerMonth']>;

/** What 30 days of these reads cost: `91.32 to 101.95 US dollars a month`. */
export function shortPrice({ least, most }: Price): string {
  const [from, to] = [inEnglish(least, 2), inEnglish(most, 2)];
  return `${from === to ? to : `${from} to ${to}`} US dollars a month`;
}
