import { serviceParamsSchema } from '@/lib/schemas/params';
import { serviceLogFile } from '@/lib/server/containers/service-logs';
import { engineErrors, handler } from '@/lib/server/http/handler';
import { download } from '@/lib/server/http/places';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Download the log of a service',
    file: 'text/plain; charset=utf-8',
    errors: engineErrors,
    params: serviceParamsSchema,
  },
  ({ params, request }) =>
    download(request, async () => {
      const { name, text } = await serviceLogFile(params.name);
      return new Response(text, {
        headers: {
          'content-disposition': `attachment; filename="${name}"`,
        },
      });
    }),
);
