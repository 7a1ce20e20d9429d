import { settleInputSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import { revertEdits } from '@/lib/server/change/changes';
import { changeErrors, handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'write-token',
    summary: 'Undo an edit by hand',
    ifMatch: 'needed',
    errors: [...changeErrors, 'not-found'],
    body: settleInputSchema,
    response: changeStartedSchema,
    status: 202,
  },
  revertEdits,
);
