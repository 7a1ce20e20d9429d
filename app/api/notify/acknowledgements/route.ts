import { acknowledgementsSchema, acknowledgeSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { acknowledge, showAcknowledged } from '@/lib/server/notify/notify';

export const GET = handler({ access: 'owner', response: acknowledgementsSchema }, showAcknowledged);

export const PUT = handler(
  { access: 'owner', body: acknowledgeSchema, response: acknowledgementsSchema },
  acknowledge,
);
