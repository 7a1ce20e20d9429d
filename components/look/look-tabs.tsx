'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { AppLink } from '@/components/ui/app-link';
import { cn } from '@/lib/cn';
import type { DashboardTab } from '@/lib/schemas/look/dashboard';

const METRICS = '/look/metrics';
const EXPRESSION = '/look/expression';

/** The dashboards side by side, what the panel has recorded itself first; on a phone they scroll sideways. */
export function LookTabs({ tabs }: { tabs: readonly DashboardTab[] }) {
  const pathname = usePathname();
  const isOfMetrics = pathname === EXPRESSION || pathname.startsWith(`${METRICS}/`);
  const open = isOfMetrics ? METRICS : pathname;
  const list = useRef<HTMLUListElement>(null);
  const links = [
    { href: '/look', title: 'Delivery' },
    ...tabs.map(({ id, title }) => ({ href: `/look/${id}`, title })),
    { href: METRICS, title: 'Metrics' },
  ];

  // The one that is open comes into view, and the page itself does not move.
  useEffect(() => {
    const box = list.current;
    const current = box?.querySelector<HTMLElement>(`[href="${CSS.escape(open)}"]`);
    if (!box || !current) return;
    const { left, right } = current.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (left < frame.left) box.scrollLeft += left - frame.left;
    else if (right > frame.right) box.scrollLeft += right - frame.right;
  }, [open]);

  return (
    <nav aria-label="Dashboards" className="border-line border-b">
      {/* Room for the mark of the focus, which would be cut off. */}
      <ul ref={list} className="-mx-1.5 flex gap-1 overflow-x-auto px-1.5 pt-1.5">
        {links.map(({ href, title }) => {
          const isCurrent = open === href;
          return (
            <li key={href} className="shrink-0">
              <AppLink
                href={href}
                aria-current={isCurrent ? 'page' : undefined}
                // A browser leaves one that is partly in view as it is.
                onFocus={({ currentTarget }) =>
                  currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })
                }
                className={cn(
                  'touch flex items-center whitespace-nowrap rounded-t-md border-b-3 px-3 text-sm transition-colors duration-150 focus-visible:-outline-offset-3',
                  isCurrent
                    ? 'border-accent font-strong text-accent'
                    : 'border-transparent text-quiet hover:bg-sunken hover:text-ink',
                )}
              >
                {title}
              </AppLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
