'use client';

import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { BrakeField } from './brake-field';
import { BudgetView } from './budget-view';
import { PlanChoice } from './plan-choice';
import { planChange, planField, planForm, readPlan } from './plan-forms';
import { SeriesLimits } from './series-limits';

/** What is used of the destination's plan, what it covers, where vmagent stops by itself, and which source gives way first. */
export function PlanForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-plan',
    settings,
    schema: planForm(settings),
    read: readPlan,
    toChange: (output) => planChange(output, settings),
    toField: planField,
  });
  return (
    <>
      <BudgetView destination={settings.destination} />
      <SettingsForm form={form} state={state} locked={settings.locked.plan}>
        <PlanChoice destination={settings.destination} />
        <BrakeField destination={settings.destination} />
        <SeriesLimits settings={settings} />
      </SettingsForm>
    </>
  );
}
