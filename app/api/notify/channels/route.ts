import { channelInputSchema } from '@/lib/schemas/channels';
import { notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { addChannel } from '@/lib/server/notify/notify';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Add a channel',
    errors: ['disk-full'],
    body: channelInputSchema,
    response: notifyViewSchema,
    status: 201,
  },
  addChannel,
);
