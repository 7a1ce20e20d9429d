import { changePlanSchema, settingsInputSchema } from '@/lib/schemas/settings/settings';
import { handler } from '@/lib/server/http/handler';
import { planSettings } from '@/lib/server/settings/change-settings';

export const POST = handler(
  { access: 'write-token', body: settingsInputSchema, response: changePlanSchema },
  planSettings,
);
