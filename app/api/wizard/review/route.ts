import { launchPlanSchema } from '@/lib/schemas/launch';
import { handler } from '@/lib/server/http/handler';
import { reviewLaunch } from '@/lib/server/services/review';

export const GET = handler({ access: 'owner', response: launchPlanSchema }, reviewLaunch);
