import { settleInputSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { revertEdits } from '@/lib/server/services/changes';

export const POST = handler(
  { access: 'write-token', body: settleInputSchema, response: changeStartedSchema, status: 202 },
  revertEdits,
);
