import { settingsSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { readAllSettings } from '@/lib/server/services/read-settings';

export const GET = handler({ access: 'write-token', response: settingsSchema }, readAllSettings);
