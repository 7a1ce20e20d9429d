import { changePreviewSchema, settingsInputSchema } from '@/lib/schemas/settings/settings';
import { engineErrors, handler } from '@/lib/server/http/handler';
import { previewSettings } from '@/lib/server/settings/change-settings';

export const POST = handler(
  {
    access: 'write-token',
    summary: 'Preview what a change of settings would do',
    errors: engineErrors,
    body: settingsInputSchema,
    response: changePreviewSchema,
  },
  previewSettings,
);
