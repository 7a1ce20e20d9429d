'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { ActButton } from '@/components/feedback/act-button';
import { type ButtonLook, LinkButton } from '@/components/ui/button';
import { currentTaskQuery } from '@/lib/queries/tasks';
import type { Action } from '@/lib/schemas/snapshot';

interface ActionButtonProps extends ButtonLook {
  action: Action;
  /** Gets the id of the task that it has become. */
  onStarted: (taskId: string) => void;
}

/** Leads to what helps, or does it. */
export function ActionButton({ action, variant = 'primary', size = 'lg', onStarted }: ActionButtonProps) {
  const task = useQuery(currentTaskQuery()).data;
  if (action.kind !== 'link') {
    const isSame = action.kind === 'pipeline' || task?.service === action.service;
    const isRunning = task?.state === 'running' && isSame;
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
