import { writtenSchema } from '@/lib/schemas/machine/written';
import { handler } from '@/lib/server/http/handler';
import { readWritten } from '@/lib/server/live/written';

export const GET = handler(
  { access: 'owner', summary: 'Read what writes to the disk, a day', response: writtenSchema },
  () => readWritten(),
);
