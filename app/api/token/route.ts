import {
  newTokenSchema,
  removeTokenQuerySchema,
  tokenMadeSchema,
  tokensSchema,
} from '@/lib/schemas/auth/auth';
import { handler } from '@/lib/server/http/handler';
import { renewApiToken, revokeApiToken, showApiTokens } from '@/lib/server/owner/owner';

export const GET = handler({ access: 'owner', response: tokensSchema }, showApiTokens);

export const POST = handler(
  { access: 'owner', body: newTokenSchema, response: tokenMadeSchema, status: 201 },
  renewApiToken,
);

export const DELETE = handler({ access: 'owner', query: removeTokenQuerySchema }, revokeApiToken);
