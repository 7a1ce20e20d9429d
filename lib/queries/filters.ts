import type { z } from 'zod';
import { apiFetch } from '@/lib/client/api-fetch';
import type { FilterPreview, filterPreviewInputSchema } from '@/lib/schemas/settings/settings';

/** A filter on the series that its source offers right now. Nothing is changed by asking. */
export function previewFilter(
  body: z.input<typeof filterPreviewInputSchema>,
  signal: AbortSignal,
): Promise<FilterPreview> {
  return apiFetch<FilterPreview>('/api/settings/filters/preview', { method: 'POST', body, signal });
}
