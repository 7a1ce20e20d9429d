import { Info, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { type Tone, tones } from './tone';

interface CalloutProps {
  tone: Tone | 'info';
  /** What happened. */
  title: ReactNode;
  /** What it means and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** In place of the tone's own icon. */
  icon?: LucideIcon;
  /** `alert` interrupts a screen reader; for an error that the reader has just caused. */
  role?: 'alert' | 'status';
  className?: string;
}

export function Callout({ tone, title, children, action, icon, role, className }: CalloutProps) {
  const look =
    tone === 'info' ? { icon: Info, text: 'text-accent', panel: 'bg-accent-soft border-water' } : tones[tone];
  const Icon = icon ?? look.icon;
  return (
    <div role={role} className={cn('flex items-start gap-3 rounded-lg border p-4', look.panel, className)}>
      <Icon aria-hidden="true" className={cn('mt-0.5 size-5 shrink-0', look.text)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-strong">{title}</p>
        {children && <div className="flex flex-col gap-2 text-sm">{children}</div>}
        {action && <div className="mt-2 flex flex-wrap gap-3">{action}</div>}
      </div>
    </div>
  );
}
