import { CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { Progress } from './progress';
import { Spinner } from './spinner';

export interface Step {
  id: string;
  label: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  /** One line on what happened last or what was found; why a step failed is told beside the list. */
  detail?: ReactNode;
  /** How long it took or has taken. */
  time?: ReactNode;
  progress?: { current: number; total: number; text: string } | null;
}

const WORDS = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  skipped: 'not needed',
} as const;

function StepIcon({ state }: { state: Step['state'] }) {
  const size = 'size-5 shrink-0';
  if (state === 'done') return <CircleCheck aria-hidden="true" className={cn(size, 'text-arriving')} />;
  if (state === 'failed') return <CircleX aria-hidden="true" className={cn(size, 'text-losing')} />;
  if (state === 'running') return <Spinner className={cn(size, 'text-accent')} />;
  if (state === 'skipped') return <CircleMinus aria-hidden="true" className={cn(size, 'text-quiet')} />;
  return <CircleDashed aria-hidden="true" className={cn(size, 'text-quiet')} />;
}

/** The steps of something that takes a while, in order, each with its state and time. */
export function StepList({ steps, className }: { steps: Step[]; className?: string }) {
  return (
    <ol className={cn('flex flex-col', className)}>
      {steps.map((step) => (
        <li
          key={step.id}
          className="flex gap-3 py-2"
          aria-current={step.state === 'running' ? 'step' : undefined}
        >
          <StepIcon state={step.state} />
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <p className="flex items-baseline justify-between gap-3">
              <span
                className={cn(
                  step.state === 'running' && 'font-strong',
                  step.state === 'waiting' && 'text-quiet',
                )}
              >
                {step.label}
                <span className="sr-only">, {WORDS[step.state]}</span>
              </span>
              {step.time && <span className="shrink-0 text-quiet text-sm">{step.time}</span>}
            </p>
            {step.detail && <p className="text-quiet text-sm">{step.detail}</p>}
            {step.progress && step.state === 'running' && (
              <div className="flex items-center gap-3">
                <Progress label={step.label} value={step.progress.current} max={step.progress.total} />
                <span className="shrink-0 text-quiet text-sm">{step.progress.text}</span>
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
