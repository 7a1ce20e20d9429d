import type { ReactNode } from 'react';
import { Callout } from '@/components/ui/callout';
import { ApiError } from '@/lib/client/api-fetch';

interface ErrorNoticeProps {
  error: unknown;
  /** What could not be done: `The log could not be read.` Left out: the error's own message stands alone. */
  title?: string;
  action?: ReactNode;
  className?: string;
}

/** What went wrong, what to do, and the id that finds it in the panel's log. */
export function ErrorNotice({ error, title, action, className }: ErrorNoticeProps) {
  const known = error instanceof ApiError ? error : null;
  const message = known?.message ?? 'Something went wrong in this page.';
  return (
    <Callout tone="losing" role="alert" title={title ?? message} action={action} className={className}>
      {title && <p>{message}</p>}
      {known?.hint && <p>{known.hint}</p>}
      {known?.requestId && (
        <p className="text-quiet">
          Request id <code className="select-all font-mono">{known.requestId}</code>
        </p>
      )}
    </Callout>
  );
}
