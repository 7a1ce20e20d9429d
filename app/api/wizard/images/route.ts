import { sourceImagesSchema } from '@/lib/schemas/images';
import { handler } from '@/lib/server/http/handler';
import { readSourceImages } from '@/lib/server/images/source-images';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read where the image of each source would come from',
    response: sourceImagesSchema,
  },
  readSourceImages,
);
