'use client';

import {
  Boxes,
  CalendarClock,
  ChartLine,
  Crosshair,
  History,
  type LucideIcon,
  SlidersHorizontal,
  Waves,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { AppLink } from '@/components/ui/app-link';
import { cn } from '@/lib/cn';

/** `isWide`: only where there is room; else it is in the menu. */
const PAGES: { href: string; label: string; icon: LucideIcon; isWide?: boolean }[] = [
  { href: '/', label: 'Overview', icon: Waves },
  { href: '/delivery', label: 'Delivery', icon: ChartLine },
  { href: '/events', label: 'Events', icon: CalendarClock },
  { href: '/services', label: 'Services', icon: Boxes },
  { href: '/targets', label: 'Targets', icon: Crosshair },
  { href: '/settings', label: 'Settings', icon: SlidersHorizontal },
  { href: '/history', label: 'History', icon: History, isWide: true },
];

function isCurrent(pathname: string, href: string): boolean {
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
        {PAGES.map(({ href, label, icon: Icon, isWide }) => {
          const current = isCurrent(pathname, href);
          return (
            <li key={href} className={cn('flex-1 lg:flex-none', isWide && 'hidden lg:block')}>
              <AppLink
                href={href}
                aria-current={current ? 'page' : undefined}
                className={cn(
                  'touch flex flex-col items-center justify-center gap-0.5 rounded-md py-2 text-xs transition-colors duration-150 lg:flex-row lg:gap-2 lg:px-3 lg:text-sm',
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
