import { serviceParamsSchema } from '@/lib/schemas/params';
import { serviceLogFile } from '@/lib/server/containers/service-logs';
import { handler } from '@/lib/server/http/handler';
import { download } from '@/lib/server/http/places';

export const GET = handler({ access: 'owner', params: serviceParamsSchema }, ({ params, request }) =>
  download(request, async () => {
    const { name, text } = await serviceLogFile(params.name);
    return new Response(text, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
      },
    });
  }),
);
