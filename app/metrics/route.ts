import { handler } from '@/lib/server/http/handler';
import { readPanelMetrics } from '@/lib/server/live/panel-metrics';

// A token, also on the stack's own network: there every other container could read it, and a published port
// hides which network a request came from.
export const GET = handler(
  {
    access: 'metrics-token',
    summary: 'Read the panel’s own metrics and the verdict, for Prometheus',
    file: 'text/plain; version=0.0.4; charset=utf-8',
  },
  async () => new Response(await readPanelMetrics()),
);
