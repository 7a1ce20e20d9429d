'use client';

import {
  Boxes,
  CalendarClock,
  ChartLine,
  type LucideIcon,
  Plug,
  SlidersHorizontal,
  Waves,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { AppLink } from '@/components/ui/app-link';
import { cn } from '@/lib/cn';

/** `also`: pages that belong to it without being below it. */
const PAGES: { href: string; label: string; icon: LucideIcon; also?: string[] }[] = [
  { href: '/', label: 'Overview', icon: Waves },
  { href: '/look', label: 'Look', icon: ChartLine },
  { href: '/sources', label: 'Sources', icon: Plug },
  { href: '/events', label: 'Events', icon: CalendarClock },
  { href: '/services', label: 'Services', icon: Boxes },
  { href: '/settings', label: 'Settings', icon: SlidersHorizontal, also: ['/revisions', '/changes', '/pis'] },
];

function isAt(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}

/** In the header where it has room; a bar at the thumb on phones and tablets. */
export function Nav() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:static lg:border-0 lg:bg-transparent lg:pb-0"
    >
      <ul className="flex lg:gap-1">
        {PAGES.map(({ href, label, icon: Icon, also = [] }) => {
          const current = [href, ...also].some((page) => isAt(pathname, page));
          return (
            <li key={href} className="flex-1 lg:flex-none">
              <AppLink
                href={href}
                aria-current={current ? 'page' : undefined}
                className={cn(
                  'touch flex flex-col items-center justify-center gap-0.5 rounded-md py-2 text-[0.6875rem] tracking-tight transition-colors max-[22.5rem]:text-[0.625rem] sm:text-xs sm:tracking-normal duration-150 lg:flex-row lg:gap-2 lg:px-3 lg:text-sm',
                  current ? 'font-strong text-accent lg:bg-accent-soft' : 'text-quiet hover:text-ink',
                )}
              >
                <Icon aria-hidden="true" className="size-5 lg:hidden xl:inline xl:size-4" />
                {label}
              </AppLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
