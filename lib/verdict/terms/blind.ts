import { isCloud, sourceService } from '@/lib/pipeline/components';
import type { SourceId } from '@/lib/schemas/snapshot';
import { serviceHref, settingsHref } from './words';

/** Where a source whose exporter has nothing is mended: a cloud in its settings, this machine by the log of its exporter. */
export function blindHref(source: SourceId): string {
  return isCloud(source) ? settingsHref('sources') : serviceHref(sourceService(source));
}
