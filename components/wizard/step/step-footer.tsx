import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

interface StepFooterProps {
  onBack?: () => void;
  isPending: boolean;
  /** Shown on the button that goes on. */
  label?: string;
  /** A sentence above the buttons. */
  note?: ReactNode;
}

/** Back, which forgets nothing, and the button that saves the step and goes on. */
export function StepFooter({ onBack, isPending, label = 'Continue', note }: StepFooterProps) {
  return (
    <div className="mt-2 flex flex-col gap-4 border-line border-t pt-5">
      {note && <div className="text-quiet text-sm">{note}</div>}
      <div className="flex items-center justify-between gap-3">
        {onBack ? (
          <Button variant="quiet" onClick={onBack} icon={ArrowLeft}>
            Back
          </Button>
        ) : (
          <span />
        )}
        <Button type="submit" variant="primary" isPending={isPending} className="min-w-36">
          {label}
          <ArrowRight aria-hidden="true" className="size-4" />
        </Button>
      </div>
    </div>
  );
}
