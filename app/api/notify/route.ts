import { notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { showNotify } from '@/lib/server/notify/notify';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read channels, rules and the ping, secrets masked',
    response: notifyViewSchema,
  },
  showNotify,
);
