import { changeStartedSchema, settingsInputSchema, settingsSchema } from '@/lib/schemas/settings/settings';
import { handler } from '@/lib/server/http/handler';
import { readAllSettings } from '@/lib/server/settings/read-settings';

export const GET = handler({ access: 'write-token', response: settingsSchema }, readAllSettings);

export const PUT = handler(
  { access: 'write-token', body: settingsInputSchema, response: changeStartedSchema, status: 202 },
  async (call) => (await import('@/lib/server/settings/change-settings')).applySettings(call),
);
