import {
  newTokenSchema,
  removeTokenQuerySchema,
  tokenMadeSchema,
  tokensSchema,
} from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { renewApiToken, revokeApiToken, showApiTokens } from '@/lib/server/owner/owner';

export const GET = handler(
  { access: 'owner', summary: 'List the API tokens, masked', response: tokensSchema },
  showApiTokens,
);

export const POST = handler(
  {
    access: 'owner',
    summary: 'Make an API token, shown this once',
    errors: ['disk-full'],
    body: newTokenSchema,
    response: tokenMadeSchema,
    status: 201,
  },
  renewApiToken,
);

export const DELETE = handler(
  {
    access: 'owner',
    summary: 'Remove API tokens',
    status: 204,
    errors: ['disk-full'],
    query: removeTokenQuerySchema,
  },
  revokeApiToken,
);
