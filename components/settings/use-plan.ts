'use client';

import { useEffect, useState } from 'react';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { planChange } from '@/lib/queries/settings';
import type { ChangePlan, SettingsChange } from '@/lib/schemas/settings/settings';

/** Asking costs the Pi little, so the pause after typing is short. */
const PAUSE_MS = 350;

export interface LivePlan {
  /** Of what stands in the form; while that is being worked out, the one before it. Null: none yet. */
  plan: ChangePlan | null;
  /** What is shown belongs to what stands in the form now. */
  isCurrent: boolean;
  error: unknown;
}

interface PlanInput {
  change: SettingsChange;
  /** State of the files as far as it is known here: a new one makes a new plan. */
  revision: string;
}

/** What a change would do, worked out anew as it is typed. @param input null while there is nothing to plan */
export function usePlan(input: PlanInput | null): LivePlan {
  const { check } = useLiveCheck(input, ask, PAUSE_MS);
  const [last, setLast] = useState<ChangePlan | null>(null);
  const result = check.state === 'done' ? check.result : null;

  useEffect(() => {
    if (result !== null || check.state === 'idle') setLast(result);
  }, [result, check.state]);

  if (check.state === 'idle') return { plan: null, isCurrent: true, error: null };
  if (check.state === 'failed') return { plan: null, isCurrent: true, error: check.error };
  return { plan: result ?? last, isCurrent: result !== null, error: null };
}

const ask = ({ change }: PlanInput, signal: AbortSignal) => planChange(change, signal);
