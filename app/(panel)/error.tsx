'use client';

import { PageFailure } from '@/components/feedback/page-failure';

export default function PanelError({ error }: { error: Error & { digest?: string } }) {
  return <PageFailure error={error} />;
}
