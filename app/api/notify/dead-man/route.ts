import { deadManInputSchema, notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { setDeadMan } from '@/lib/server/notify/notify';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Set the ping whose absence another service notices',
    ifMatch: 'optional',
    errors: ['revision-conflict', 'disk-full'],
    body: deadManInputSchema,
    response: notifyViewSchema,
  },
  setDeadMan,
);
