import { noInputSchema } from '@/lib/schemas/params';
import { taskStartedSchema } from '@/lib/schemas/task';
import { handler } from '@/lib/server/http/handler';
import { startPipeline } from '@/lib/server/setup/pipeline-start';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Start all services of the pipeline',
    errors: ['task-running'],
    body: noInputSchema,
    response: taskStartedSchema,
    status: 202,
  },
  () => startPipeline(),
);
