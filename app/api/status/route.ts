import { statusSchema } from '@/lib/schemas/status';
import { handler } from '@/lib/server/http/handler';
import { readStatus } from '@/lib/server/live/status';

export const GET = handler(
  {
    access: 'read-token',
    summary: 'Read the verdict, the delivery, the buffer, targets and services',
    response: statusSchema,
  },
  readStatus,
);
