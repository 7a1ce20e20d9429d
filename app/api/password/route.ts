import { changePasswordSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { setPassword } from '@/lib/server/owner/owner';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Change the password and end all other sessions',
    status: 204,
    errors: ['wrong-password', 'not-claimed', 'too-many-tries', 'disk-full'],
    body: changePasswordSchema,
    maxBytes: 4096,
  },
  setPassword,
);
