import 'server-only';
import { readSamples } from '../../vmagent/series';
import type { Contents, Eye } from '../eye/eye';

/** Of `/metrics` of cAdvisor: the machine and cgroups have series too, but no name. */
export function containersContents(text: string): Contents {
  const names = new Set<string>();
  for (const { name, series } of readSamples(text)) {
    const container = series.get('name');
    if (container && name.startsWith('container_')) names.add(container);
  }
  const named = names.size;
  return ({ running, settled, isSettled }) => {
    // cAdvisor itself would be one: the engine was not seen.
    if (running === 0) return undefined;
    if (named >= running) return null;
    if (!isSettled) return undefined;
    if (named >= settled) return null;
    return named === 0
      ? 'Containers: cadvisor sees no container, only the machine.'
      : `Containers: cadvisor sees ${named} of at least ${settled} containers.`;
  };
}

export const containersEye: Eye = { query: '', contents: containersContents, follow: null };
