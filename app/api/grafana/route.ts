import { grafanaInputSchema, grafanaViewSchema } from '@/lib/schemas/grafana/grafana';
import { dropGrafana, setGrafana, showGrafana } from '@/lib/server/grafana/grafana';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'owner', summary: 'Read which Grafana is set', response: grafanaViewSchema },
  showGrafana,
);

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Set a Grafana and its token',
    errors: ['disk-full'],
    body: grafanaInputSchema,
    response: grafanaViewSchema,
  },
  setGrafana,
);

export const DELETE = handler(
  {
    access: 'owner',
    summary: 'Forget the Grafana and its token',
    errors: ['disk-full'],
    response: grafanaViewSchema,
  },
  dropGrafana,
);
