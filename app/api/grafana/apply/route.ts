import { grafanaApplySchema, grafanaResultSchema } from '@/lib/schemas/grafana/grafana';
import { applyGrafana } from '@/lib/server/grafana/grafana';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Put dashboards and alert rules into Grafana',
    errors: ['revision-conflict', 'disk-full'],
    body: grafanaApplySchema,
    response: grafanaResultSchema,
  },
  applyGrafana,
);
