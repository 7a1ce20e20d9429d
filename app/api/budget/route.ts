import { budgetSchema } from '@/lib/schemas/budget';
import { readBudget } from '@/lib/server/budget/budget';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read what is collected, against what the plan covers',
    response: budgetSchema,
  },
  readBudget,
);
