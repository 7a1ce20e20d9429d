import { changeStartedSchema, settingsSchema } from '@/lib/schemas/settings';
import { settingsInputSchema } from '@/lib/schemas/settings-input';
import { handler } from '@/lib/server/http/handler';
import { applySettings } from '@/lib/server/services/change-settings';
import { readAllSettings } from '@/lib/server/services/read-settings';

export const GET = handler({ access: 'write-token', response: settingsSchema }, readAllSettings);

export const PUT = handler(
  { access: 'write-token', body: settingsInputSchema, response: changeStartedSchema, status: 202 },
  applySettings,
);
