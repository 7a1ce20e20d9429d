import { jobStartedSchema, serviceActionSchema } from '@/lib/schemas/job';
import { serviceParamsSchema } from '@/lib/schemas/params';
import { startServiceAction } from '@/lib/server/containers/service-actions';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    params: serviceParamsSchema,
    body: serviceActionSchema,
    response: jobStartedSchema,
    status: 202,
  },
  ({ params, body }) => startServiceAction(params.name, body.action),
);
