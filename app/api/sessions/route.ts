import { sessionsSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { endOtherSessions, showSessions } from '@/lib/server/owner/owner';

export const GET = handler({ access: 'owner', response: sessionsSchema }, showSessions);

export const DELETE = handler({ access: 'owner' }, endOtherSessions);
