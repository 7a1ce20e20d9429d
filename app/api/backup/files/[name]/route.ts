import { storedBackupParamsSchema } from '@/lib/schemas/backup/backup';
import { storedBackup } from '@/lib/server/backup/backup';
import { handler } from '@/lib/server/http/handler';
import { download } from '@/lib/server/http/places';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Download a backup of the folder',
    file: 'application/octet-stream',
    params: storedBackupParamsSchema,
  },
  ({ params, request }) =>
    download(request, async () => {
      const content = await storedBackup(params.name);
      return new Response(new Uint8Array(content), {
        headers: {
          'content-disposition': `attachment; filename="${params.name}"`,
          'content-length': String(content.length),
        },
      });
    }),
);
