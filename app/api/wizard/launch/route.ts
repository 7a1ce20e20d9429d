import { launchInputSchema } from '@/lib/schemas/settings/launch';
import { taskStartedSchema } from '@/lib/schemas/task';
import { handler } from '@/lib/server/http/handler';
import { startLaunch } from '@/lib/server/setup/launch';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Launch the pipeline',
    errors: ['task-running'],
    body: launchInputSchema,
    response: taskStartedSchema,
    status: 202,
  },
  ({ body }) => startLaunch(body),
);
