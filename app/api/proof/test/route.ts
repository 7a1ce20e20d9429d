import { proofResultSchema, proofTrySchema } from '@/lib/schemas/look/proof';
import { tryReading } from '@/lib/server/destination/proof';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  { access: 'owner', body: proofTrySchema, response: proofResultSchema },
  ({ body }) => tryReading(body),
);
