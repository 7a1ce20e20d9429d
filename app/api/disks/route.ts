import { disksSchema } from '@/lib/schemas/machine/disks';
import { handler } from '@/lib/server/http/handler';
import { readDisks } from '@/lib/server/settings/disks';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read where the buffer lies, and which disks there are',
    response: disksSchema,
  },
  readDisks,
);
