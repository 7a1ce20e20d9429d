'use client';

import { FormProvider } from 'react-hook-form';
import { useSavedForm } from '@/components/forms/use-saved-form';
import { Card, Section } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import { useSaveRules } from '@/lib/queries/notify';
import type { NotifyView } from '@/lib/schemas/notify';
import { SaveRow } from '../save-row';
import { QuietFields } from './quiet-fields';
import { rulesForm, rulesValues, rulesWords } from './rules-forms';

interface RulesFormProps {
  rules: NotifyView['rules'];
  /** Time of day on the Pi, in the zone of the saved rules. */
  localTime: string;
}

export function RulesForm({ rules, localTime }: RulesFormProps) {
  const { mutateAsync } = useSaveRules();
  const { form, onSubmit, values, ...saving } = useSavedForm({
    schema: rulesForm,
    saved: rulesValues(rules),
    revision: rules.revision,
    save: (body, { revision }) => mutateAsync({ body, revision }),
  });
  const { errors } = form.formState;
  const parsed = rulesForm.safeParse(values);
  return (
    <Section title="What is told, and when">
      <Card className="p-4 md:p-5">
        <FormProvider {...form}>
          <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-5">
            <TextField
              {...form.register('afterMinutes', { valueAsNumber: true })}
              label="Told once it has lasted"
              help="For data that is lost or waits. A finding that ends sooner is not sent."
              error={errors.afterMinutes?.message}
              fieldClassName="max-w-56"
              inputMode="numeric"
              unit="min"
            />
            <Switch
              {...form.register('tellsWarnings')}
              label="Warnings too"
              description="A source or a target that gives nothing, a stopped service, heat, a disk that fills up."
            />
            <Switch
              {...form.register('hasReminders')}
              label="Reminders"
              description="While it lasts, until you acknowledge it on the overview."
            />
            {values.hasReminders && (
              <TextField
                {...form.register('reminderHours', { valueAsNumber: true })}
                label="A reminder every"
                error={errors.reminderHours?.message}
                fieldClassName="max-w-56"
                inputMode="numeric"
                unit="h"
              />
            )}
            <QuietFields savedZone={rules.timeZone} localTime={localTime} />
            <p className="text-sm">
              {parsed.success ? rulesWords(parsed.data) : 'Correct what is marked above, then save.'}
            </p>
            <SaveRow {...saving} />
          </form>
        </FormProvider>
      </Card>
    </Section>
  );
}
