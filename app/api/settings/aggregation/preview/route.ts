import { aggregationPreviewInputSchema, aggregationPreviewSchema } from '@/lib/schemas/settings/aggregation';
import { handler } from '@/lib/server/http/handler';
import { previewAggregation } from '@/lib/server/settings/filters/aggregated';

export const POST = handler(
  { access: 'write-token', body: aggregationPreviewInputSchema, response: aggregationPreviewSchema },
  previewAggregation,
);
