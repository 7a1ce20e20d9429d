'use client';

import { FormProvider } from 'react-hook-form';
import { useSavedForm } from '@/components/forms/use-saved-form';
import { useSaveAlertRules } from '@/lib/queries/grafana/alert-rules';
import type { AlertRulesView } from '@/lib/schemas/grafana/alert-rules';
import { SaveRow } from '../save-row';
import { alertRulesForm, alertRulesValues } from './alert-forms';
import { RuleGroup } from './rule-group';
import { RulesElsewhere } from './rules-elsewhere';

/** Every rule with its switch, and its number where there is one to move. */
export function AlertRulesForm({ view }: { view: AlertRulesView }) {
  const { mutateAsync } = useSaveAlertRules();
  const { form, onSubmit, ...saving } = useSavedForm({
    draftKey: 'settings-alert-rules',
    schema: alertRulesForm(view),
    saved: alertRulesValues(view),
    revision: view.revision,
    save: (body, { revision }) => mutateAsync({ body, revision }),
    onSaved: (saved, { startOver }) => startOver(alertRulesValues(saved)),
  });
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <RulesElsewhere />
        <div className="flex flex-col gap-3">
          {view.groups.map((group) => (
            <RuleGroup key={group.title} {...group} />
          ))}
        </div>
        <SaveRow {...saving} />
      </form>
    </FormProvider>
  );
}
