import { loginSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { signIn, signOut } from '@/lib/server/owner/owner';

export const POST = handler({ access: 'public', body: loginSchema, maxBytes: 4096 }, signIn);

export const DELETE = handler({ access: 'owner' }, signOut);
