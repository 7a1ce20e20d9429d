import { Laptop, Smartphone, SquareTerminal } from 'lucide-react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { Button } from '@/components/ui/button';
import { StatePill } from '@/components/ui/state-pill';
import type { SessionInfo } from '@/lib/schemas/auth/auth';
import { deviceWords } from './device-words';

const icons = { phone: Smartphone, computer: Laptop, script: SquareTerminal } as const;

interface DeviceRowProps {
  device: SessionInfo;
  isPending: boolean;
  onSignOut: () => void;
}

/** A browser that is signed in: which, since when, seen when and where. */
export function DeviceRow({ device, isPending, onSignOut }: DeviceRowProps) {
  const { words, kind } = deviceWords(device.userAgent);
  const Icon = icons[kind];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <Icon aria-hidden="true" className="size-5 shrink-0 text-quiet" />
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-strong text-sm" title={device.userAgent ?? undefined}>
            {words}
          </span>
          {device.isThisOne && <StatePill tone="arriving" word="This device" />}
        </p>
        <p className="text-quiet text-sm">
          {device.isThisOne ? (
            'In use now'
          ) : (
            <>
              Last used <RelativeTime atMs={device.seenAtMs} />
            </>
          )}
          {device.address && ` from ${device.address}`}
          {' · signed in '}
          <RelativeTime atMs={device.openedAtMs} />
        </p>
      </div>
      {!device.isThisOne && (
        <Button
          isPending={isPending}
          onClick={onSignOut}
          aria-label={`Sign out ${words}`}
          className="max-sm:ml-9"
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
