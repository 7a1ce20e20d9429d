import { figuresQuerySchema, figuresSchema, sourceParamsSchema } from '@/lib/schemas/resources';
import { handler } from '@/lib/server/http/handler';
import { readFigures } from '@/lib/server/resources/resources';

export const GET = handler(
  { access: 'owner', params: sourceParamsSchema, query: figuresQuerySchema, response: figuresSchema },
  ({ params, query }) => readFigures(params.id, query),
);
