const PLACES: Record<string, string> = {
  '/setup': 'the set-up',
  '/settings/destination': 'the destination',
  '/settings/sources': 'the sources',
  '/settings/filters': 'the filters',
  '/settings/intervals': 'the intervals',
  '/settings/buffer': 'the buffer’s settings',
  '/settings/plan': 'plan and limits',
  '/settings/notifications': 'the notifications',
  '/changes': 'the changes',
  '/services': 'the services',
  '/targets': 'the targets',
};

/** A page of the panel behind “Open …”: the name of a service, or what a person calls the page. */
export function placeWords(href: string): string {
  return PLACES[href] ?? href.replace('/services/', '');
}
