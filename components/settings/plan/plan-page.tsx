'use client';

import { SettingsFrame } from '../settings-frame';
import { BudgetView } from './budget-view';
import { PlanForm } from './plan-form';

export function PlanPage() {
  return (
    <SettingsFrame page="plan">
      {(settings) => (
        <>
          <BudgetView destination={settings.destination} />
          <PlanForm settings={settings} />
        </>
      )}
    </SettingsFrame>
  );
}
