import { BellOff } from 'lucide-react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { StatePill } from '@/components/ui/state-pill';
import type { LastResult } from '@/lib/schemas/notify';

interface LastResultLineProps {
  last: LastResult | null;
  isOn: boolean;
  /** Messages that wait for another try. */
  waiting?: number;
  /** What stands there before anything was sent. */
  none: string;
}

/** Whether the last message arrived, and why not. */
export function LastResultLine({ last, isOn, waiting = 0, none }: LastResultLineProps) {
  if (!isOn) return <StatePill tone="unknown" icon={BellOff} word="Off" className="w-fit" />;
  if (last === null) return <p className="text-quiet text-sm">{none}</p>;
  return (
    <div className="flex flex-col items-start gap-1 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatePill tone={last.wasSent ? 'arriving' : 'losing'} word={last.wasSent ? 'Sent' : 'Not sent'} />
        <span className="text-quiet">
          <RelativeTime atMs={last.atMs} />
          {waiting > 0 && ', tried again later'}
        </span>
      </p>
      {!last.wasSent && (
        <p>
          {last.message} {last.hint}
        </p>
      )}
    </div>
  );
}
