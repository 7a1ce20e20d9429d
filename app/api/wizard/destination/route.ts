import { destinationInputSchema, wizardStateSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { saveDestination } from '@/lib/server/setup/wizard';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Save the destination in the answers',
    errors: ['task-running', 'disk-full'],
    body: destinationInputSchema,
    response: wizardStateSchema,
  },
  ({ body }) => saveDestination(body),
);
