import { revisionParamsSchema } from '@/lib/schemas/revision';
import { changePreviewSchema } from '@/lib/schemas/settings/settings';
import { previewRestore } from '@/lib/server/change/revisions';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'write-token', params: revisionParamsSchema, response: changePreviewSchema },
  ({ params }) => previewRestore(params.id),
);
