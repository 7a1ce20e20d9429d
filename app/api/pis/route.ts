import { pisSchema } from '@/lib/schemas/look/pis';
import { handler } from '@/lib/server/http/handler';
import { readPis } from '@/lib/server/pis/pis';

export const GET = handler(
  { access: 'owner', summary: 'List every Pi that writes to the destination', response: pisSchema },
  () => readPis(),
);
