import type { ReactNode } from 'react';
import { Callout } from '@/components/ui/callout';
import type { GrafanaPreview } from '@/lib/schemas/grafana/grafana';

interface RefusalProps {
  refused: Extract<GrafanaPreview, { state: 'refused' }>;
  /** What is known beside it. */
  children?: ReactNode;
  action?: ReactNode;
}

/** What Grafana refused, what to do, and which permission the token lacks. */
export function Refusal({ refused: { message, hint, permission }, children, action }: RefusalProps) {
  return (
    <Callout
      tone="losing"
      role="alert"
      title={<span className="wrap-anywhere">{message}</span>}
      action={action}
    >
      <p className="wrap-anywhere">{hint}</p>
      {permission !== null && (
        <p>
          What the token may lack:{' '}
          <code className="wrap-anywhere select-all rounded-sm bg-surface px-1 font-mono text-xs">
            {permission}
          </code>
          .
        </p>
      )}
      {children}
    </Callout>
  );
}
