import { claimSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { claimPanel, refuseWhenClaimed } from '@/lib/server/owner/owner';

export const POST = handler(
  { access: 'public', before: refuseWhenClaimed, body: claimSchema, maxBytes: 4096, status: 201 },
  claimPanel,
);
