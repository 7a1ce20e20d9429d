import { deadManInputSchema, notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { setDeadMan } from '@/lib/server/notify/notify';

export const PUT = handler(
  { access: 'owner', body: deadManInputSchema, response: notifyViewSchema },
  setDeadMan,
);
