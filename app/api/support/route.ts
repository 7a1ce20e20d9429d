import { supportInputSchema, supportStateSchema } from '@/lib/schemas/support';
import { handler } from '@/lib/server/http/handler';
import { showSupport, startSupport } from '@/lib/server/support/support';

export const GET = handler(
  { access: 'owner', summary: 'Read whether a support bundle is there', response: supportStateSchema },
  showSupport,
);

export const POST = handler(
  {
    access: 'owner',
    summary: 'Make a support bundle',
    body: supportInputSchema,
    response: supportStateSchema,
    status: 202,
  },
  startSupport,
);
