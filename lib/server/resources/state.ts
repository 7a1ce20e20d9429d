import 'server-only';
import type { Resource } from '@/lib/schemas/resources';
import type { FoundResource } from '../stack/discovery';

/** Whether it gives data: one value is enough. */
export function stateOf({ figures }: FoundResource): Resource['state'] {
  if (figures.length === 0) return 'none';
  return figures.some(({ value }) => !Number.isNaN(value)) ? 'flowing' : 'idle';
}
