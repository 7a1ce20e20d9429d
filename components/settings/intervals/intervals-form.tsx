'use client';

import type { Settings } from '@/lib/schemas/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { TotalCost } from './interval-cost';
import { intervalField, intervalsChange, intervalsForm, jobsOf, readIntervals } from './interval-forms';
import { JobTiming } from './job-timing';

export function IntervalsForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-intervals',
    settings,
    schema: intervalsForm,
    read: readIntervals,
    toChange: (values) => intervalsChange(values, settings),
    toField: intervalField,
  });
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.scrape}>
      <div className="divide-y divide-line rounded-lg border border-line bg-surface shadow-card">
        {jobsOf(settings).map((job) => (
          <JobTiming key={job} job={job} settings={settings} />
        ))}
      </div>
      <TotalCost settings={settings} />
    </SettingsForm>
  );
}
