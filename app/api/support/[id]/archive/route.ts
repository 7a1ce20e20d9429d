import { supportParamsSchema } from '@/lib/schemas/support';
import { handler } from '@/lib/server/http/handler';
import { download } from '@/lib/server/http/places';
import { downloadSupport } from '@/lib/server/support/support';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Download a support bundle',
    file: 'application/zip',
    params: supportParamsSchema,
  },
  ({ params, request }) =>
    download(request, () => {
      const { fileName, content } = downloadSupport(params.id);
      return new Response(new Uint8Array(content), {
        headers: {
          'content-disposition': `attachment; filename="${fileName}"`,
          'content-length': String(content.length),
        },
      });
    }),
);
