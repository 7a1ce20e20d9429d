import { sessionParamsSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { endOneSession } from '@/lib/server/owner/owner';

export const DELETE = handler(
  {
    access: 'owner',
    summary: 'Sign one browser out',
    status: 204,
    errors: ['disk-full'],
    params: sessionParamsSchema,
  },
  endOneSession,
);
