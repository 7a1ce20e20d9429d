import { nameInputSchema, wizardStateSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { saveName } from '@/lib/server/setup/wizard';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Save the name of this Pi in the answers',
    errors: ['task-running', 'disk-full'],
    body: nameInputSchema,
    response: wizardStateSchema,
  },
  ({ body }) => saveName(body),
);
