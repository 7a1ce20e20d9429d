import { claimSchema, signedInSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { claimPanel, refuseWhenClaimed } from '@/lib/server/owner/owner';

export const POST = handler(
  {
    access: 'public',
    summary: 'Claim the panel with the setup code',
    response: signedInSchema,
    errors: ['wrong-setup-code', 'already-claimed', 'too-many-tries', 'disk-full'],
    before: refuseWhenClaimed,
    body: claimSchema,
    maxBytes: 4096,
    status: 201,
  },
  claimPanel,
);
