import { taskParamsSchema } from '@/lib/schemas/params';
import { taskSchema } from '@/lib/schemas/task';
import { handler } from '@/lib/server/http/handler';
import { readTask } from '@/lib/server/tasks/read-task';

export const GET = handler(
  {
    access: 'write-token',
    summary: 'Read how far a task is',
    params: taskParamsSchema,
    response: taskSchema,
  },
  ({ params }) => readTask(params.id),
);
