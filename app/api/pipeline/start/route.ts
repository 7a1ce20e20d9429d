import { noInputSchema } from '@/lib/schemas/params';
import { taskStartedSchema } from '@/lib/schemas/task';
import { handler } from '@/lib/server/http/handler';
import { startPipeline } from '@/lib/server/setup/pipeline-start';

export const POST = handler(
  { access: 'owner', body: noInputSchema, response: taskStartedSchema, status: 202 },
  () => startPipeline(),
);
