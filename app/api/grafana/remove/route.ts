import { grafanaApplySchema, grafanaResultSchema } from '@/lib/schemas/grafana/grafana';
import { removeFromGrafana } from '@/lib/server/grafana/grafana';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Remove from Grafana what Weir put there',
    errors: ['revision-conflict', 'disk-full'],
    body: grafanaApplySchema,
    response: grafanaResultSchema,
  },
  removeFromGrafana,
);
