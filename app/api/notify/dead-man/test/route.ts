import { sendResultSchema } from '@/lib/schemas/channels';
import { deadManInputSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { testDeadMan } from '@/lib/server/notify/notify';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Send one ping',
    errors: ['too-many-tries'],
    body: deadManInputSchema,
    response: sendResultSchema,
  },
  testDeadMan,
);
