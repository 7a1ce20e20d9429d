import { supportFileParamsSchema } from '@/lib/schemas/support';
import { handler } from '@/lib/server/http/handler';
import { supportFile } from '@/lib/server/services/support';

export const GET = handler({ access: 'owner', params: supportFileParamsSchema }, async ({ params }) => {
  const content = await supportFile(params.id, params.index);
  return new Response(new Uint8Array(content), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
});
