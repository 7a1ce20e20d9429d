import { figuresQuerySchema, figuresSchema, sourceParamsSchema } from '@/lib/schemas/resources';
import { exporterErrors, handler } from '@/lib/server/http/handler';
import { readFigures } from '@/lib/server/resources/resources';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read the series of one resource of a cloud',
    errors: exporterErrors,
    params: sourceParamsSchema,
    query: figuresQuerySchema,
    response: figuresSchema,
  },
  ({ params, query }) => readFigures(params.id, query),
);
