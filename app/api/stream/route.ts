import { helloEventSchema, patchEventSchema } from '@/lib/schemas/stream';
import { taskSchema } from '@/lib/schemas/task';
import { handler } from '@/lib/server/http/handler';
import { sse } from '@/lib/server/http/sse';
import { streamLive } from '@/lib/server/live/live-stream';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Follow the pipeline live',
    events: { hello: helloEventSchema, patch: patchEventSchema, task: taskSchema },
  },
  ({ request }) => sse(request, streamLive),
);
