import { useState } from 'react';
import type { Load } from '@/lib/queries/use-load';

/**
 * A load whose last answer stays when the next question fails: what is searched keeps its search.
 * @param isKept of an answer: it is worth to stay
 * @param isGap of an answer: it tells only why there is none, and so is no reason to take the last one away
 * @returns with `gap`: such an answer, in whose place the last one is
 */
export function useLast<T, L extends Load<T>>(
  load: L & Load<T>,
  isKept: (data: T) => boolean,
  isGap: (data: T) => boolean = () => false,
): L & { gap: T | null } {
  const [last, setLast] = useState<T>();
  const { data } = load;
  if (data !== undefined && data !== last && isKept(data)) setLast(data);
  const gap = data !== undefined && last !== undefined && isGap(data) ? data : null;
  return { ...load, data: gap === null ? (data ?? last) : last, gap };
}
