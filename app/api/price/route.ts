import { priceSchema } from '@/lib/schemas/price';
import { handler } from '@/lib/server/http/handler';
import { readPrice } from '@/lib/server/price/price';

export const GET = handler(
  { access: 'owner', summary: 'Read what clouds bill, and what they are asked for', response: priceSchema },
  readPrice,
);
