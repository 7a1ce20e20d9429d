import { handler } from '@/lib/server/http/handler';
import { VERSION } from '@/lib/server/version';

export const GET = handler({ access: 'public' }, () => ({ status: 'ok', version: VERSION }));
