import { sessionsSchema } from '@/lib/schemas/auth';
import { handler } from '@/lib/server/http/handler';
import { endOtherSessions, showSessions } from '@/lib/server/services/owner';

export const GET = handler({ access: 'owner', response: sessionsSchema }, showSessions);

export const DELETE = handler({ access: 'owner' }, endOtherSessions);
