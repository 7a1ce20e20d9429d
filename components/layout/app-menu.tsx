'use client';

import { History, LogOut, Menu, Settings2 } from 'lucide-react';
import { Button, LinkButton } from '@/components/ui/button';
import { useLogOut } from '@/lib/queries/session';
import { ThemeChoice } from './theme-choice';

const ID = 'app-menu';

/** What is needed seldom: theme, set-up, leaving. The browser opens and closes it. */
export function AppMenu() {
  const logOut = useLogOut();
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        aria-label="Menu"
        className="touch inline-flex items-center justify-center rounded-md text-quiet hover:bg-accent-soft hover:text-ink"
      >
        <Menu aria-hidden="true" className="size-5" />
      </button>
      <div
        id={ID}
        popover="auto"
        className="inset-auto top-15 right-4 m-0 w-80 rounded-lg border border-line bg-raised p-4 text-ink shadow-float open:animate-appear lg:right-6"
      >
        <div className="flex flex-col gap-4">
          <ThemeChoice />
          <div className="flex flex-col items-stretch">
            <LinkButton
              href="/history"
              variant="quiet"
              icon={<History className="size-4" />}
              className="justify-start md:hidden"
            >
              History of the settings
            </LinkButton>
            <LinkButton
              href="/setup"
              variant="quiet"
              icon={<Settings2 className="size-4" />}
              className="justify-start"
            >
              Change the set-up
            </LinkButton>
            <Button
              variant="quiet"
              icon={<LogOut aria-hidden="true" className="size-4" />}
              isPending={logOut.isPending}
              onClick={() => logOut.mutate()}
              className="justify-start"
            >
              Log out
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}
