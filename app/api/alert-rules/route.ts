import { alertRulesViewSchema, ownRulesSchema } from '@/lib/schemas/grafana/alert-rules';
import { setAlertRules, showAlertRules } from '@/lib/server/alerts/alert-rules';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'owner', summary: 'Read the alert rules as they are set', response: alertRulesViewSchema },
  showAlertRules,
);

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Switch alert rules off and move their limits',
    ifMatch: 'optional',
    errors: ['revision-conflict', 'disk-full'],
    body: ownRulesSchema,
    response: alertRulesViewSchema,
  },
  setAlertRules,
);
