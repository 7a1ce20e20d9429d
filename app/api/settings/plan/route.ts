import { changePlanSchema, settingsChangeSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { planSettings } from '@/lib/server/services/change-settings';

export const POST = handler(
  { access: 'write-token', body: settingsChangeSchema, response: changePlanSchema },
  planSettings,
);
