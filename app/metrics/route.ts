import { handler } from '@/lib/server/http/handler';
import { readPanelMetrics } from '@/lib/server/live/panel-metrics';

// A token, also on the stack's own network: there every other container could read it, and a published port
// hides which network a request came from.
export const GET = handler({ access: 'metrics-token' }, async () => {
  const { contentType, text } = await readPanelMetrics();
  return new Response(text, { headers: { 'content-type': contentType } });
});
