import { settleInputSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { adoptEdits } from '@/lib/server/services/changes';

export const POST = handler(
  { access: 'write-token', body: settleInputSchema, response: changeStartedSchema, status: 202 },
  adoptEdits,
);
