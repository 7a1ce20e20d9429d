import 'server-only';
import type { History } from '@/lib/schemas/history';
import { live } from './live';

/** The last 24 hours, one value each 15 s; null where nothing was measured. */
export function readHistory(): History {
  return live().rings.read();
}
