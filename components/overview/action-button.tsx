'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { ActButton } from '@/components/feedback/act-button';
import { type ButtonSize, type ButtonVariant, LinkButton } from '@/components/ui/button';
import { currentJobQuery } from '@/lib/queries/jobs';
import type { Action } from '@/lib/schemas/snapshot';

interface ActionButtonProps {
  action: Action;
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Gets the id of the job that it has become. */
  onStarted: (jobId: string) => void;
}

/** Leads to what helps, or does it. */
export function ActionButton({ action, variant = 'primary', size = 'lg', onStarted }: ActionButtonProps) {
  const job = useQuery(currentJobQuery()).data;
  if (action.kind !== 'link') {
    const isSame = action.kind === 'pipeline' || job?.service === action.service;
    const isRunning = job?.state === 'running' && isSame;
    return (
      <ActButton
        act={action}
        label={action.label}
        variant={variant}
        size={size}
        isRunning={isRunning}
        onStarted={onStarted}
      />
    );
  }
  return (
    <LinkButton href={action.href} variant={variant} size={size}>
      {action.label}
      <ArrowRight aria-hidden="true" className="size-4" />
    </LinkButton>
  );
}
