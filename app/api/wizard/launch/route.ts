import { jobStartedSchema } from '@/lib/schemas/job';
import { noInputSchema } from '@/lib/schemas/params';
import { handler } from '@/lib/server/http/handler';
import { startLaunch } from '@/lib/server/setup/launch';

export const POST = handler(
  { access: 'owner', body: noInputSchema, response: jobStartedSchema, status: 202 },
  () => startLaunch(),
);
