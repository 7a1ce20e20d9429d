'use client';

import { PageFailure } from '@/components/feedback/page-failure';

export default function PanelError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <PageFailure error={error} onRetry={reset} />;
}
