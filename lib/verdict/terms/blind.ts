import { sourceService } from '@/lib/pipeline/services';
import type { SourceId } from '@/lib/schemas/snapshot';
import { serviceHref, settingsHref } from './words';

const FIX: Record<SourceId, string> = {
  aws: 'Check the access key, its rights and the regions of the source.',
  gcp: 'Check the key file, its role (Monitoring Viewer) and the project of the source.',
  pi: 'The log of the exporter names what it cannot read. Launching again restores its mounts of the machine.',
  containers:
    'cadvisor needs the Docker socket and Docker’s data folder: its log names what it cannot read. Docker 29 and newer need cadvisor 0.54 or newer.',
};

/** What to do about a source whose exporter answers and has nothing of its own kind. */
export function blindFix(source: SourceId): string {
  return FIX[source];
}

/** Where that is done: a cloud in its settings, this machine by the log of its exporter. */
export function blindHref(source: SourceId): string {
  return source === 'aws' || source === 'gcp' ? settingsHref('sources') : serviceHref(sourceService(source));
}
