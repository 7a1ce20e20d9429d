import { useEffect, useRef } from 'react';
import { Callout } from '@/components/ui/callout';
import { formatCount } from '@/lib/format';
import type { SendResult } from '@/lib/schemas/notify';

interface SendOutcomeProps {
  result: SendResult;
  /** What was sent: `test`, `ping`. */
  noun: string;
}

/** What became of a message that was sent to try. */
export function SendOutcome({ result, noun }: SendOutcomeProps) {
  const { wasSent, message, hint, durationMs } = result;
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What it returns is no clean-up: new browsers return a promise.
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={ref} className="scroll-my-4">
      <Callout
        tone={wasSent ? 'arriving' : 'losing'}
        role="status"
        title={wasSent ? `The ${noun} was sent` : `The ${noun} was not sent`}
        className="animate-appear"
      >
        <p>
          {message} It took {formatCount(durationMs)} ms.
        </p>
        {hint && (
          <p>
            <strong className="font-strong">What to do: </strong>
            {hint}
          </p>
        )}
      </Callout>
    </div>
  );
}
