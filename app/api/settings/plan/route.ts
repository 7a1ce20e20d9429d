import { changePlanSchema } from '@/lib/schemas/settings';
import { settingsInputSchema } from '@/lib/schemas/settings-input';
import { handler } from '@/lib/server/http/handler';
import { planSettings } from '@/lib/server/services/change-settings';

export const POST = handler(
  { access: 'write-token', body: settingsInputSchema, response: changePlanSchema },
  planSettings,
);
