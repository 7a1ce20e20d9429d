import { downloadParamsSchema } from '@/lib/schemas/backup/backup';
import { backupDownload } from '@/lib/server/backup/backup';
import { handler } from '@/lib/server/http/handler';
import { download } from '@/lib/server/http/places';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Download a backup',
    file: 'application/octet-stream',
    params: downloadParamsSchema,
  },
  ({ params, request }) =>
    download(request, () => {
      const { fileName, content } = backupDownload(params.id);
      return new Response(new Uint8Array(content), {
        headers: {
          'content-disposition': `attachment; filename="${fileName}"`,
          'content-length': String(content.length),
        },
      });
    }),
);
