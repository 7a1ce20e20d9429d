import { sourcesCheckSchema, sourcesInputSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { checkSourcesInput } from '@/lib/server/setup/wizard';

export const POST = handler(
  { access: 'owner', body: sourcesInputSchema, response: sourcesCheckSchema },
  ({ body }) => checkSourcesInput(body),
);
