import { handler } from '@/lib/server/http/handler';
import { putBackNow } from '@/lib/server/updates/watched';

export const POST = handler(
  {
    access: 'owner',
    summary: 'End the watch of an update and put the earlier version back',
    status: 204,
    errors: ['not-found'],
  },
  putBackNow,
);
