import { formatDuration } from '@/lib/duration';
import { formatBytes } from '@/lib/format';
import { component, sourceWordsOf } from '@/lib/pipeline/components';
import type { ServiceName, Snapshot } from '@/lib/schemas/snapshot';
import type { ServiceAction } from '@/lib/schemas/task';

/** Reads its configuration again without a restart. */
export function canReload(service: ServiceName): boolean {
  return component(service).reloads !== null;
}

/** What an action means for the data, said before it is done. */
export function consequence(
  service: ServiceName,
  action: ServiceAction,
  snapshot: Pick<Snapshot, 'buffer' | 'destination'>,
): string {
  if (action === 'start') return 'It continues where it stopped.';
  if (action === 'reload') {
    return 'It reloads its configuration while it runs: nothing stops and nothing is lost. If the configuration has a mistake, the earlier one stays in use, and this page says so.';
  }
  const isStop = action === 'stop';
  if (service === 'vmagent') return isStop ? stopCollector(snapshot) : restartCollector(snapshot);
  if (service === 'victoria-metrics') return isStop ? stopStore(snapshot) : restartStore(snapshot);
  const name = sourceWordsOf(service);
  return isStop
    ? `The data of ${name} has a gap for as long as it is stopped. The other sources are not affected.`
    : `At most one scrape of ${name} is missed. The other sources are not affected.`;
}

function buffered({ buffer }: Pick<Snapshot, 'buffer'>): string {
  return buffer.bytes ? `The ${formatBytes(buffer.bytes)} in the buffer` : 'What is in the buffer';
}

function stopCollector(snapshot: Pick<Snapshot, 'buffer'>): string {
  return `Nothing is collected while it is stopped: that time will be a gap in your data. ${buffered(snapshot)} stays on the disk and is sent when it runs again.`;
}

function restartCollector(snapshot: Pick<Snapshot, 'buffer'>): string {
  return `Nothing is collected for some seconds. ${buffered(snapshot)} stays on the disk and is sent afterwards: no sample that it has taken is lost.`;
}

function stopStore({ buffer, destination }: Pick<Snapshot, 'buffer' | 'destination'>): string {
  if (destination.kind !== 'local') {
    return 'It is not where your data goes now, so nothing is lost. What it has stored stays on the disk.';
  }
  const room =
    buffer.offlineSeconds === null ? '' : `, with room for ${formatDuration(buffer.offlineSeconds)}`;
  return `Your data goes there: vmagent keeps it in its buffer meanwhile${room}. What it has stored stays on the disk.`;
}

function restartStore({ destination }: Pick<Snapshot, 'destination'>): string {
  return destination.kind === 'local'
    ? 'vmagent keeps the data in its buffer for these seconds and sends it afterwards. Nothing is lost.'
    : 'It is not where your data goes now, so nothing is lost.';
}
