import { changePasswordSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { setPassword } from '@/lib/server/owner/owner';

export const PUT = handler({ access: 'owner', body: changePasswordSchema, maxBytes: 4096 }, setPassword);
