import { launchPreviewSchema } from '@/lib/schemas/settings/launch';
import { engineErrors, handler } from '@/lib/server/http/handler';
import { reviewLaunch } from '@/lib/server/setup/review';

export const GET = handler(
  { access: 'owner', summary: 'Preview the launch', errors: engineErrors, response: launchPreviewSchema },
  reviewLaunch,
);
