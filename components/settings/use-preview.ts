'use client';

import { useEffect, useState } from 'react';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { previewChange } from '@/lib/queries/settings';
import type { ChangePreview, SettingsChange } from '@/lib/schemas/settings/settings';

/** Asking costs the Pi little, so the pause after typing is short. */
const PAUSE_MS = 350;

export interface LivePreview {
  /** Of what stands in the form; while that is being worked out, the one before it. Null: none yet. */
  preview: ChangePreview | null;
  /** What is shown belongs to what stands in the form now. */
  isCurrent: boolean;
  error: unknown;
}

interface PreviewInput {
  change: SettingsChange;
  /** State of the files as far as it is known here: a new one makes a new preview. */
  revision: string;
}

/** What a change would do, worked out anew as it is typed. @param input null while there is nothing to preview */
export function usePreview(input: PreviewInput | null): LivePreview {
  const { check } = useLiveCheck(input, ask, PAUSE_MS);
  const [last, setLast] = useState<ChangePreview | null>(null);
  const result = check.state === 'done' ? check.result : null;

  useEffect(() => {
    if (result !== null || check.state === 'idle') setLast(result);
  }, [result, check.state]);

  if (check.state === 'idle') return { preview: null, isCurrent: true, error: null };
  if (check.state === 'failed') return { preview: null, isCurrent: true, error: check.error };
  return { preview: result ?? last, isCurrent: result !== null, error: null };
}

const ask = ({ change }: PreviewInput, signal: AbortSignal) => previewChange(change, signal);
