import { jobSchema } from '@/lib/schemas/job';
import { jobParamsSchema } from '@/lib/schemas/params';
import { handler } from '@/lib/server/http/handler';
import { readJob } from '@/lib/server/jobs/read-job';

export const GET = handler(
  { access: 'write-token', params: jobParamsSchema, response: jobSchema },
  ({ params }) => readJob(params.id),
);
