'use client';

import { usePathname } from 'next/navigation';
import { AppLink } from '@/components/ui/app-link';
import { cn } from '@/lib/cn';
import { settingsLinks } from './sections';

/** The forms beside the one that is open; where there is no room, the way back to the list is enough. */
export function SettingsNav() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="-m-1 hidden p-1 lg:sticky lg:top-19 lg:block lg:max-h-[calc(100dvh-5rem)] lg:self-start lg:overflow-y-auto"
    >
      <ul className="flex flex-col gap-0.5">
        {settingsLinks.map(({ href, title, icon: Icon }) => (
          <li key={href}>
            <AppLink
              href={href}
              aria-current={pathname === href ? 'page' : undefined}
              className={cn(
                'touch flex items-center gap-2.5 whitespace-nowrap rounded-md px-3 text-sm transition-colors duration-150',
                pathname === href
                  ? 'bg-accent-soft font-strong text-accent'
                  : 'text-quiet hover:bg-sunken hover:text-ink',
              )}
            >
              <Icon aria-hidden="true" className="size-4 shrink-0" />
              {title}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
