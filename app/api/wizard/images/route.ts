import { sourceImagesSchema } from '@/lib/schemas/images';
import { handler } from '@/lib/server/http/handler';
import { readSourceImages } from '@/lib/server/images/source-images';

export const GET = handler({ access: 'owner', response: sourceImagesSchema }, readSourceImages);
