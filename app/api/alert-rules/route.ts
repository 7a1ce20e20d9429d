import { alertRulesViewSchema, ownRulesSchema } from '@/lib/schemas/grafana/alert-rules';
import { setAlertRules, showAlertRules } from '@/lib/server/alerts/alert-rules';
import { handler } from '@/lib/server/http/handler';

export const GET = handler({ access: 'owner', response: alertRulesViewSchema }, showAlertRules);

export const PUT = handler(
  { access: 'owner', body: ownRulesSchema, response: alertRulesViewSchema },
  setAlertRules,
);
