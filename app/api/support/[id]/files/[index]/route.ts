import { supportFileParamsSchema } from '@/lib/schemas/support';
import { handler } from '@/lib/server/http/handler';
import { supportFile } from '@/lib/server/support/support';

export const GET = handler({ access: 'owner', params: supportFileParamsSchema }, ({ params }) => {
  const content = supportFile(params.id, params.index);
  return new Response(new Uint8Array(content), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
});
