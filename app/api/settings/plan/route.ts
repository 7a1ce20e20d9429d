import { changePlanSchema } from '@/lib/schemas/settings/settings';
import { settingsInputSchema } from '@/lib/schemas/settings/settings-input';
import { handler } from '@/lib/server/http/handler';
import { planSettings } from '@/lib/server/settings/change-settings';

export const POST = handler(
  { access: 'write-token', body: settingsInputSchema, response: changePlanSchema },
  planSettings,
);
