import { healthSchema } from '@/lib/schemas/status';
import { handler } from '@/lib/server/http/handler';
import { VERSION } from '@/lib/server/version';

export const GET = handler(
  { access: 'public', summary: 'Tell that the panel runs, and its version', response: healthSchema },
  () => ({ status: 'ok' as const, version: VERSION }),
);
