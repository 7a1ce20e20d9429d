import { settleInputSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import { revertEdits } from '@/lib/server/change/changes';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  { access: 'write-token', body: settleInputSchema, response: changeStartedSchema, status: 202 },
  revertEdits,
);
