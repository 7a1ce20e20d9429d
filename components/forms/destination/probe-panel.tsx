'use client';

import { RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Spinner } from '@/components/ui/spinner';
import { formatCount } from '@/lib/format';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { useAnnounce } from '../announcer';
import { checkFailure } from '../field-status';
import type { LiveCheck } from '../use-live-check';
import { outcomeFaces } from './probe-outcomes';

interface ProbePanelProps {
  check: LiveCheck<ProbeResult>;
  onTest: () => void;
  /** What must be filled in before there is anything to test. */
  waitingFor: string;
  /** A change to a destination that takes nothing is put back; a first launch stays. */
  isPutBack: boolean;
}

const KEPT = 'You can continue anyway: until this works, data waits in the buffer on the Pi.';
const PUT_BACK =
  'When the destination refuses what is applied, Weir puts the present state back and says so.';

/** What the live test of the destination found, what it means, and what to do. */
export function ProbePanel({ check, onTest, waitingFor, isPutBack }: ProbePanelProps) {
  const announce = useAnnounce();
  const spoken = words(check);

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  if (check.state === 'idle') {
    return (
      <p className="rounded-lg border border-line border-dashed px-4 py-3 text-quiet text-sm">{waitingFor}</p>
    );
  }
  if (check.state === 'checking') {
    return (
      <p className="flex items-center gap-3 rounded-lg border border-line bg-sunken px-4 py-4 text-sm">
        <Spinner className="text-accent" />
        Sending one empty request to the destination…
      </p>
    );
  }
  const again = (
    <Button onClick={onTest} icon={RefreshCw}>
      Test again
    </Button>
  );
  if (check.state === 'failed') {
    return (
      <Callout tone="unknown" title="The test could not be made" action={again}>
        <p>{checkFailure(check.error)}</p>
      </Callout>
    );
  }
  return <ProbeFace result={check.result} again={again} onward={isPutBack ? PUT_BACK : KEPT} />;
}

interface ProbeFaceProps {
  result: ProbeResult;
  again: ReactNode;
  onward: string;
}

function ProbeFace({ result, again, onward }: ProbeFaceProps) {
  const face = outcomeFaces[result.outcome];
  const isOk = result.outcome === 'ok';
  return (
    <Callout
      tone={face.tone}
      icon={face.icon}
      title={isOk ? `${face.title}: answered in ${formatCount(result.durationMs)} ms` : face.title}
      action={isOk ? undefined : again}
      className="animate-appear"
    >
      <p>{result.message}</p>
      {result.hint && (
        <p>
          <strong className="font-strong">What to do: </strong>
          {result.hint}
        </p>
      )}
      {!isOk && <p className="text-quiet">{onward}</p>}
    </Callout>
  );
}

function words(check: LiveCheck<ProbeResult>): string {
  if (check.state === 'checking') return 'Testing the destination.';
  if (check.state === 'failed') return `The test could not be made. ${checkFailure(check.error)}`;
  if (check.state !== 'done') return '';
  const { outcome, message, hint } = check.result;
  return [`${outcomeFaces[outcome].title}.`, message, hint].filter(Boolean).join(' ');
}
