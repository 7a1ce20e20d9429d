import { destinationInputSchema, probeResultSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { testDestination } from '@/lib/server/services/destination-probe';

export const POST = handler(
  { access: 'owner', body: destinationInputSchema, response: probeResultSchema },
  ({ body }) => testDestination(body),
);
