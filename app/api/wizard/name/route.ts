import { nameInputSchema, wizardStateSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { saveName } from '@/lib/server/setup/wizard';

export const PUT = handler(
  { access: 'owner', body: nameInputSchema, response: wizardStateSchema },
  ({ body }) => saveName(body),
);
