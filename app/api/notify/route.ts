import { notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { showNotify } from '@/lib/server/notify/notify';

export const GET = handler({ access: 'owner', response: notifyViewSchema }, showNotify);
