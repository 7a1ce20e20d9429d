import { sendResultSchema } from '@/lib/schemas/channels';
import { channelTestSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { testChannel } from '@/lib/server/notify/notify';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Send one message through a channel',
    errors: ['too-many-tries'],
    body: channelTestSchema,
    response: sendResultSchema,
  },
  testChannel,
);
