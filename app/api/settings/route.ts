import { changeStartedSchema, settingsChangeSchema, settingsSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { applySettings } from '@/lib/server/services/change-settings';
import { readAllSettings } from '@/lib/server/services/read-settings';

export const GET = handler({ access: 'write-token', response: settingsSchema }, readAllSettings);

export const PUT = handler(
  { access: 'write-token', body: settingsChangeSchema, response: changeStartedSchema, status: 202 },
  applySettings,
);
