import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { type LookPis, type LookSpan, lookSpans } from '@/lib/schemas/look/dashboard';

interface Reach {
  span: LookSpan;
  pis: LookPis;
}

function reachIn(asked: URLSearchParams): Reach {
  return {
    span: lookSpans.find((one) => one === asked.get('span')) ?? '6',
    pis: asked.get('pis') === 'all' ? 'all' : 'this',
  };
}

/** How far back is looked, and at whose data, kept in the address beside what else stands there. */
export function useReach() {
  const pathname = usePathname();
  const asked = useSearchParams();
  const address = asked.toString();
  const [reach, setReach] = useState({ address, ...reachIn(asked) });
  // The address follows a choice a moment later; a step back in the history changes it alone.
  if (reach.address !== address) setReach({ address, ...reachIn(asked) });

  function show(span: LookSpan, pis: LookPis): void {
    setReach({ address, span, pis });
    const query = new URLSearchParams(asked);
    query.delete('span');
    query.delete('pis');
    if (span !== '6') query.set('span', span);
    if (pis === 'all') query.set('pis', pis);
    window.history.replaceState(null, '', query.size > 0 ? `${pathname}?${query}` : pathname);
  }

  return { span: reach.span, pis: reach.pis, show };
}
