import { handler } from '@/lib/server/http/handler';
import { renewApiToken, revokeApiToken, showApiToken } from '@/lib/server/services/owner';

export const GET = handler({ access: 'owner' }, showApiToken);

export const POST = handler({ access: 'owner', status: 201 }, renewApiToken);

export const DELETE = handler({ access: 'owner' }, revokeApiToken);
