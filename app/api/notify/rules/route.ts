import { notifyRulesSchema, notifyViewSchema } from '@/lib/schemas/notify';
import { handler } from '@/lib/server/http/handler';
import { setNotifyRules } from '@/lib/server/notify/notify';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Set what is told, and when',
    ifMatch: 'optional',
    errors: ['revision-conflict', 'disk-full'],
    body: notifyRulesSchema,
    response: notifyViewSchema,
  },
  setNotifyRules,
);
