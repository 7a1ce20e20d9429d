import { filterPreviewInputSchema, filterPreviewSchema } from '@/lib/schemas/settings/settings';
import { exporterErrors, handler } from '@/lib/server/http/handler';
import { previewFilter } from '@/lib/server/settings/filters/preview';

export const POST = handler(
  {
    access: 'write-token',
    summary: 'Preview a filter on what a source offers now',
    errors: exporterErrors,
    body: filterPreviewInputSchema,
    response: filterPreviewSchema,
  },
  previewFilter,
);
