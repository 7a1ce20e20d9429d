import { changeStartedSchema, settingsInputSchema, settingsSchema } from '@/lib/schemas/settings/settings';
import { changeErrors, handler } from '@/lib/server/http/handler';
import { readAllSettings } from '@/lib/server/settings/read-settings';

export const GET = handler(
  { access: 'write-token', summary: 'Read the settings, secrets masked', response: settingsSchema },
  readAllSettings,
);

export const PUT = handler(
  {
    access: 'write-token',
    summary: 'Change settings as one task',
    ifMatch: 'needed',
    errors: changeErrors,
    body: settingsInputSchema,
    response: changeStartedSchema,
    status: 202,
  },
  async (call) => (await import('@/lib/server/settings/change-settings')).applySettings(call),
);
