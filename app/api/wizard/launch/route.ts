import { jobStartedSchema } from '@/lib/schemas/job';
import { launchInputSchema } from '@/lib/schemas/settings/launch';
import { handler } from '@/lib/server/http/handler';
import { startLaunch } from '@/lib/server/setup/launch';

export const POST = handler(
  { access: 'owner', body: launchInputSchema, response: jobStartedSchema, status: 202 },
  ({ body }) => startLaunch(body),
);
