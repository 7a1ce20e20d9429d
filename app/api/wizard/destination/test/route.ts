import { destinationInputSchema, probeResultSchema } from '@/lib/schemas/wizard';
import { testDestination } from '@/lib/server/destination/probe';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Test a destination with an empty request',
    body: destinationInputSchema,
    response: probeResultSchema,
  },
  ({ body }) => testDestination(body),
);
