import { serviceParamsSchema } from '@/lib/schemas/params';
import { serviceActionSchema, taskStartedSchema } from '@/lib/schemas/task';
import { startServiceAction } from '@/lib/server/containers/service-actions';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Start, stop, restart or reload a service',
    errors: ['task-running'],
    params: serviceParamsSchema,
    body: serviceActionSchema,
    response: taskStartedSchema,
    status: 202,
  },
  ({ params, body }) => startServiceAction(params.name, body.action),
);
