import { alertRulesFile } from '@/lib/server/alerts/alert-rules';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Download the alert rules as a rules file of Prometheus',
    file: 'application/yaml; charset=utf-8',
  },
  async () => {
    const text = await alertRulesFile();
    return new Response(text, {
      headers: {
        'content-disposition': 'attachment; filename="weir.yaml"',
      },
    });
  },
);
