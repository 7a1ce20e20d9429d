import { proofResultSchema, proofTrySchema } from '@/lib/schemas/look/proof';
import { tryReading } from '@/lib/server/destination/proof';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Try a token for reading at the destination',
    body: proofTrySchema,
    response: proofResultSchema,
  },
  ({ body }) => tryReading(body),
);
