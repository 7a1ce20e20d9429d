import { sourceIds, sourceWords } from '@/lib/pipeline/components';

const PLACES: Record<string, string> = {
  '/setup': 'the set-up',
  '/settings/destination': 'the destination',
  '/settings/proof': 'proof of arrival',
  '/settings/sources': 'the sources',
  '/settings/filters': 'the filters',
  '/settings/intervals': 'the intervals',
  '/settings/buffer': 'the buffer’s settings',
  '/settings/plan': 'plan and limits',
  '/settings/notifications': 'the notifications',
  '/settings/grafana': 'Grafana’s settings',
  '/settings/backup': 'the backups',
  '/changes': 'the changes',
  '/services': 'the services',
  '/sources': 'all sources',
  '/sources#targets': 'the targets',
};

/** A page of the panel behind “Open …”: the name of a service or a source, or what a person calls the page. */
export function placeWords(href: string): string {
  const source = sourceIds.find((id) => href === `/sources/${id}`);
  if (source) return sourceWords(source);
  return PLACES[href] ?? href.replace('/services/', '');
}
