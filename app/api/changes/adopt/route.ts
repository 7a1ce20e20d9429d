import { settleInputSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import { adoptEdits } from '@/lib/server/change/changes';
import { changeErrors, handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'write-token',
    summary: 'Take over an edit by hand and bring the services to it',
    ifMatch: 'needed',
    errors: changeErrors,
    body: settleInputSchema,
    response: changeStartedSchema,
    status: 202,
  },
  adoptEdits,
);
