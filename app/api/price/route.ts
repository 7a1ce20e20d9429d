import { priceSchema } from '@/lib/schemas/price';
import { handler } from '@/lib/server/http/handler';
import { readPrice } from '@/lib/server/price/price';

export const GET = handler({ access: 'owner', response: priceSchema }, readPrice);
