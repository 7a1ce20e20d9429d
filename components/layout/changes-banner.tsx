'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { useLater } from '@/components/ui/use-later';
import { useChanges } from '@/lib/queries/changes';
import { isNews } from './is-news';

const loadNotice = () => import('./changes-notice').then(({ ChangesNotice }) => ChangesNotice);

interface ChangesBannerProps {
  /** What the server has drawn already, for until this page has asked itself. */
  known: ReactNode;
}

/** Says on every page that files, history and containers disagree; nothing while they agree. */
export function ChangesBanner({ known }: ChangesBannerProps) {
  const { data: changes, isApplying } = useChanges();
  const { component: Notice, want } = useLater(loadNotice);
  const pathname = usePathname();
  const hasNews = changes !== undefined && isNews(changes);

  useEffect(() => {
    if (hasNews) want();
  }, [hasNews, want]);

  if (isApplying || pathname === '/changes') return null;
  if (!changes) return known;
  if (!hasNews) return null;
  return Notice ? <Notice changes={changes} /> : known;
}
