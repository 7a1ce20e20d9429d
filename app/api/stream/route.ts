import { handler } from '@/lib/server/http/handler';
import { sse } from '@/lib/server/http/sse';
import { streamLive } from '@/lib/server/live/live-stream';

export const GET = handler({ access: 'owner' }, ({ request }) => sse(request, streamLive));
