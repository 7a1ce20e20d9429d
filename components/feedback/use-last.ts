import { useState } from 'react';
import type { Load } from '@/lib/queries/use-load';

/**
 * A load whose last answer stays when the next question fails: what is searched keeps its search.
 * @param isKept of an answer: it is worth to stay
 */
export function useLast<T, L extends Load<T>>(load: L & Load<T>, isKept: (data: T) => boolean): L {
  const [last, setLast] = useState<T>();
  const { data } = load;
  if (data !== undefined && data !== last && isKept(data)) setLast(data);
  return { ...load, data: data ?? last };
}
