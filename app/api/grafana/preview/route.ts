import { grafanaPreviewSchema } from '@/lib/schemas/grafana/grafana';
import { noInputSchema } from '@/lib/schemas/params';
import { previewGrafana } from '@/lib/server/grafana/grafana';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Preview what would be put into Grafana',
    body: noInputSchema,
    response: grafanaPreviewSchema,
  },
  previewGrafana,
);
