import { alertRulesFile } from '@/lib/server/alerts/alert-rules';
import { handler } from '@/lib/server/http/handler';

export const GET = handler({ access: 'owner' }, async () => {
  const text = await alertRulesFile();
  return new Response(text, {
    headers: {
      'content-type': 'application/yaml; charset=utf-8',
      'content-disposition': 'attachment; filename="weir.yaml"',
    },
  });
});
