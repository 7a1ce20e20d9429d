'use client';

import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { useAnnounce } from '@/components/forms/announcer';
import { checkFailure } from '@/components/forms/field-status';
import type { LiveCheck } from '@/components/forms/use-live-check';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Spinner } from '@/components/ui/spinner';
import { formatDuration } from '@/lib/duration';
import type { ProofResult } from '@/lib/schemas/look/proof';

interface Face {
  tone: 'arriving' | 'waiting' | 'losing' | 'unknown';
  title: string;
  words: string;
}

/** vmagent is scraped every minute at least as it ships. */
const OLD_SECONDS = 180;

function faceOf(check: LiveCheck<ProofResult>): Face | null {
  if (check.state === 'failed')
    return { tone: 'unknown', title: 'The destination could not be asked', words: checkFailure(check.error) };
  if (check.state !== 'done') return null;
  const { result } = check;
  switch (result.state) {
    case 'shown': {
      const age = formatDuration(Math.max(1, result.ageSeconds));
      if (result.ageSeconds > OLD_SECONDS)
        return {
          tone: 'waiting',
          title: 'It answers, and shows nothing new of this Pi',
          words: `The newest sample was ${age} old. If data is delivered now, this token is of another stack or tenant.`,
        };
      return {
        tone: 'arriving',
        title: 'The destination shows this Pi’s data',
        words: `Its newest sample was ${age} old when it was asked.`,
      };
    }
    case 'nothing':
      return {
        tone: 'waiting',
        title: 'It answers, and shows nothing of this Pi',
        words: `Of the last hour it has no sample with cluster="${result.cluster}". If data is delivered, this token is of another stack or tenant.`,
      };
    case 'refused':
      return { tone: 'losing', title: result.message, words: result.hint };
  }
}

/** What the destination says with this token. */
export function ProofPanel({ check, onTest }: { check: LiveCheck<ProofResult>; onTest: () => void }) {
  const announce = useAnnounce();
  const face = faceOf(check);
  const spoken = face ? `${face.title}. ${face.words}` : '';
  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);
  if (check.state === 'idle') return null;
  if (check.state === 'checking' || !face) {
    return (
      <p className="flex items-center gap-3 rounded-lg border border-line bg-sunken px-4 py-4 text-sm">
        <Spinner className="text-accent" />
        Asking the destination…
      </p>
    );
  }
  const again = (
    <Button onClick={onTest} icon={RefreshCw}>
      Ask again
    </Button>
  );
  return (
    <Callout tone={face.tone} title={face.title} action={face.tone === 'arriving' ? undefined : again}>
      <p>{face.words}</p>
    </Callout>
  );
}
