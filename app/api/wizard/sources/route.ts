import { sourcesInputSchema, wizardStateSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { saveSources } from '@/lib/server/setup/wizard';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Save the sources in the answers',
    errors: ['task-running', 'disk-full'],
    body: sourcesInputSchema,
    response: wizardStateSchema,
  },
  ({ body }) => saveSources(body),
);
