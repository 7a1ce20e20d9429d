import { sessionsEndedSchema, sessionsSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { endOtherSessions, showSessions } from '@/lib/server/owner/owner';

export const GET = handler(
  { access: 'owner', summary: 'List the browsers that are signed in', response: sessionsSchema },
  showSessions,
);

export const DELETE = handler(
  {
    access: 'owner',
    summary: 'Sign all other browsers out',
    response: sessionsEndedSchema,
    errors: ['disk-full'],
  },
  endOtherSessions,
);
