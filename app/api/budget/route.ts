import { budgetSchema } from '@/lib/schemas/budget';
import { handler } from '@/lib/server/http/handler';
import { readBudget } from '@/lib/server/services/budget';

export const GET = handler({ access: 'owner', response: budgetSchema }, readBudget);
