import { acknowledgementsSchema, acknowledgeSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { acknowledge, showAcknowledged } from '@/lib/server/notify/notify';

export const GET = handler(
  { access: 'owner', summary: 'List the findings that send no reminders', response: acknowledgementsSchema },
  showAcknowledged,
);

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Switch reminders of a finding off or on',
    errors: ['not-found', 'disk-full'],
    body: acknowledgeSchema,
    response: acknowledgementsSchema,
  },
  acknowledge,
);
