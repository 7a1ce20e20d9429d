import { loginSchema, signedInSchema } from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { signIn, signOut } from '@/lib/server/owner/owner';

export const POST = handler(
  {
    access: 'public',
    summary: 'Sign in',
    response: signedInSchema,
    errors: ['wrong-password', 'not-claimed', 'too-many-tries', 'disk-full'],
    body: loginSchema,
    maxBytes: 4096,
  },
  signIn,
);

export const DELETE = handler(
  { access: 'owner', summary: 'Sign out', status: 204, errors: ['disk-full'] },
  signOut,
);
