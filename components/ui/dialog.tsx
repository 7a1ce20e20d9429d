'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { cn } from '@/lib/cn';
import { Button, IconButton } from './button';

interface DialogProps {
  isOpen: boolean;
  /** Called for Escape, the close button and a press outside. */
  onClose: () => void;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Is not closed by a press outside: what it holds would be lost. */
  isHeld?: boolean;
  className?: string;
}

/** The browser's own modal dialog: focus stays inside, Escape closes, the page behind is inert. */
export function Dialog({ isOpen, onClose, title, children, actions, isHeld, className }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (isOpen && dialog && !dialog.open) dialog.showModal();
    if (!isOpen && dialog?.open) dialog.close();
  }, [isOpen]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the browser's; the press is on the ground behind
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current && !isHeld) onClose();
      }}
      className={cn(
        'm-auto w-[min(36rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised text-ink shadow-float open:animate-appear',
        className,
      )}
    >
      {isOpen && (
        <div className="flex flex-col gap-4 p-5">
          <div className="flex items-start justify-between gap-3">
            <h2 id={titleId} className="pt-1.5 font-strong text-lg">
              {title}
            </h2>
            <IconButton label="Close" icon={X} onClick={onClose} className="-mt-1 -mr-2" />
          </div>
          {children}
          {actions && <div className="flex flex-wrap justify-end gap-3">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}

/** Asks before something is done. @param action the button that does it, beside Cancel */
export function Question({ action, ...dialog }: Omit<DialogProps, 'actions'> & { action: ReactNode }) {
  return (
    <Dialog
      {...dialog}
      actions={
        <>
          <Button onClick={dialog.onClose}>Cancel</Button>
          {action}
        </>
      }
    />
  );
}
