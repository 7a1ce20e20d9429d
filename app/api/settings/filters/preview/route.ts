import { filterPreviewInputSchema, filterPreviewSchema } from '@/lib/schemas/settings/settings';
import { handler } from '@/lib/server/http/handler';
import { previewFilter } from '@/lib/server/settings/filters/preview';

export const POST = handler(
  { access: 'write-token', body: filterPreviewInputSchema, response: filterPreviewSchema },
  previewFilter,
);
