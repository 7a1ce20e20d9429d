import { channelInputSchema } from '@/lib/schemas/channels';
import { channelParamsSchema, notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { changeChannel, removeChannel } from '@/lib/server/notify/notify';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Change a channel',
    ifMatch: 'optional',
    errors: ['revision-conflict', 'disk-full'],
    body: channelInputSchema,
    params: channelParamsSchema,
    response: notifyViewSchema,
  },
  changeChannel,
);

export const DELETE = handler(
  {
    access: 'owner',
    summary: 'Remove a channel',
    errors: ['disk-full'],
    params: channelParamsSchema,
    response: notifyViewSchema,
  },
  removeChannel,
);
