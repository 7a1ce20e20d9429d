import { notifyRulesSchema, notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { setNotifyRules } from '@/lib/server/notify/notify';

export const PUT = handler(
  { access: 'owner', body: notifyRulesSchema, response: notifyViewSchema },
  setNotifyRules,
);
