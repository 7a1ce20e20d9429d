'use client';

import { CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from '@/components/ui/button';
import { closeToast, currentToasts, noToasts, subscribeToasts } from '@/lib/client/toasts';
import { cn } from '@/lib/cn';

const LOOKS = {
  arriving: { icon: CircleCheck, text: 'text-arriving' },
  losing: { icon: CircleX, text: 'text-losing' },
  info: { icon: Info, text: 'text-accent' },
} as const;

/** Where `showToast` appears: above the phone's navigation, in the corner of a desktop. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts, noToasts);
  return (
    <div
      aria-live="polite"
      data-toasts
      className="pointer-events-none fixed inset-x-4 bottom-20 z-30 flex flex-col items-end gap-2 lg:bottom-4"
    >
      {toasts.map(({ id, tone, title, detail }) => {
        const { icon: Icon, text } = LOOKS[tone];
        return (
          <div
            key={id}
            className="pointer-events-auto flex w-full animate-appear items-start gap-3 rounded-lg border border-line bg-raised p-3 shadow-float sm:w-96"
          >
            <Icon aria-hidden="true" className={cn('mt-0.5 size-5 shrink-0', text)} />
            <div className="min-w-0 flex-1">
              <p className="font-strong text-sm">{title}</p>
              {detail && <p className="text-quiet text-sm">{detail}</p>}
            </div>
            <IconButton label="Close" icon={X} onClick={() => closeToast(id)} className="-m-2" />
          </div>
        );
      })}
    </div>
  );
}
