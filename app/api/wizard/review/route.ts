import { launchPreviewSchema } from '@/lib/schemas/settings/launch';
import { handler } from '@/lib/server/http/handler';
import { reviewLaunch } from '@/lib/server/setup/review';

export const GET = handler({ access: 'owner', response: launchPreviewSchema }, reviewLaunch);
