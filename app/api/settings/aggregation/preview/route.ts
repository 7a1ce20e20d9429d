import { aggregationPreviewInputSchema, aggregationPreviewSchema } from '@/lib/schemas/settings/aggregation';
import { exporterErrors, handler } from '@/lib/server/http/handler';
import { previewAggregation } from '@/lib/server/settings/filters/aggregated';

export const POST = handler(
  {
    access: 'write-token',
    summary: 'Preview what could be aggregated of a source',
    errors: exporterErrors,
    body: aggregationPreviewInputSchema,
    response: aggregationPreviewSchema,
  },
  previewAggregation,
);
