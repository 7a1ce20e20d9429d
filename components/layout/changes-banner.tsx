'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { useLater } from '@/components/ui/use-later';
import { useChanges } from '@/lib/queries/changes';

const loadNotice = () => import('./changes-notice').then(({ ChangesNotice }) => ChangesNotice);

/** Says on every page that files, history and containers disagree; nothing while they agree. */
export function ChangesBanner() {
  const { changes, isApplying } = useChanges();
  const [Notice, want] = useLater(loadNotice);
  const pathname = usePathname();
  const isNews =
    changes && (changes.unsettled !== null || changes.handEdits.length > 0 || changes.drift.length > 0);

  useEffect(() => {
    if (isNews) want();
  }, [isNews, want]);

  if (!Notice || !isNews || isApplying || pathname === '/changes') return null;
  return <Notice changes={changes} />;
}
