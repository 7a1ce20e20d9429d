import { usePathname, useSearchParams } from 'next/navigation';
import { type LookPis, type LookSpan, lookSpans } from '@/lib/schemas/look/dashboard';

/** How far back is looked, and at whose data, kept in the address beside what else stands there. */
export function useReach() {
  const pathname = usePathname();
  const asked = useSearchParams();
  const span: LookSpan = lookSpans.find((one) => one === asked.get('span')) ?? '6';
  const pis: LookPis = asked.get('pis') === 'all' ? 'all' : 'this';

  function show(nextSpan: LookSpan, nextPis: LookPis): void {
    const query = new URLSearchParams(asked);
    query.delete('span');
    query.delete('pis');
    if (nextSpan !== '6') query.set('span', nextSpan);
    if (nextPis === 'all') query.set('pis', nextPis);
    window.history.replaceState(null, '', query.size > 0 ? `${pathname}?${query}` : pathname);
  }

  return { span, pis, show };
}
