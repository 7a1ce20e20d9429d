import { sessionParamsSchema } from '@/lib/schemas/auth';
import { handler } from '@/lib/server/http/handler';
import { endOneSession } from '@/lib/server/services/owner';

export const DELETE = handler({ access: 'owner', params: sessionParamsSchema }, endOneSession);
