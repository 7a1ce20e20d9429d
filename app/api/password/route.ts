import { changePasswordSchema } from '@/lib/schemas/auth';
import { handler } from '@/lib/server/http/handler';
import { setPassword } from '@/lib/server/services/owner';

export const PUT = handler({ access: 'owner', body: changePasswordSchema, maxBytes: 4096 }, setPassword);
