import { changePreviewSchema, settingsInputSchema } from '@/lib/schemas/settings/settings';
import { handler } from '@/lib/server/http/handler';
import { previewSettings } from '@/lib/server/settings/change-settings';

export const POST = handler(
  { access: 'write-token', body: settingsInputSchema, response: changePreviewSchema },
  previewSettings,
);
