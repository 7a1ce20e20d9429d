'use client';

import { History, LifeBuoy, LogOut, Network, Settings2 } from 'lucide-react';
import { Button, LinkButton } from '@/components/ui/button';
import { useLogOut } from '@/lib/queries/session';
import { ThemeChoice } from './theme-choice';

export function AppMenuContent() {
  const logOut = useLogOut();
  return (
    <div className="flex flex-col gap-4">
      <ThemeChoice />
      <div className="flex flex-col items-stretch">
        <LinkButton href="/pis" variant="quiet" icon={Network} className="justify-start">
          All Pis
        </LinkButton>
        <LinkButton href="/revisions" variant="quiet" icon={History} className="justify-start">
          Revisions of the settings
        </LinkButton>
        <LinkButton href="/setup" variant="quiet" icon={Settings2} className="justify-start">
          Change the set-up
        </LinkButton>
        <LinkButton href="/support" variant="quiet" icon={LifeBuoy} className="justify-start">
          Get help: support bundle
        </LinkButton>
        <Button
          variant="quiet"
          icon={LogOut}
          isPending={logOut.isPending}
          onClick={() => logOut.mutate()}
          className="justify-start"
        >
          Log out
        </Button>
      </div>
    </div>
  );
}
