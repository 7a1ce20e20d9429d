import { grafanaInputSchema, grafanaViewSchema } from '@/lib/schemas/grafana/grafana';
import { dropGrafana, setGrafana, showGrafana } from '@/lib/server/grafana/grafana';
import { handler } from '@/lib/server/http/handler';

export const GET = handler({ access: 'owner', response: grafanaViewSchema }, showGrafana);

export const PUT = handler(
  { access: 'owner', body: grafanaInputSchema, response: grafanaViewSchema },
  setGrafana,
);

export const DELETE = handler({ access: 'owner', response: grafanaViewSchema }, dropGrafana);
