import { sourceImagesSchema } from '@/lib/schemas/images';
import { handler } from '@/lib/server/http/handler';
import { readSourceImages } from '@/lib/server/services/source-images';

export const GET = handler({ access: 'owner', response: sourceImagesSchema }, readSourceImages);
