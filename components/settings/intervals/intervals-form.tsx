'use client';

import { Callout } from '@/components/ui/callout';
import { PlainText } from '@/components/ui/plain-text';
import { jobWords, scrapeJobs } from '@/lib/pipeline/components';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { TotalCost } from './interval-cost';
import { intervalField, intervalsChange, intervalsForm, jobsOf, readIntervals } from './interval-forms';
import { JobTiming } from './job-timing';
import { OwnJobs } from './own-jobs';

export function IntervalsForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-intervals',
    settings,
    schema: intervalsForm(settings),
    read: readIntervals,
    toChange: (values) => intervalsChange(values, settings),
    toField: intervalField,
  });
  return (
    <>
      <SettingsForm form={form} state={state} locked={settings.locked.scrape}>
        <div className="divide-y divide-line rounded-lg border border-line bg-surface shadow-card">
          {jobsOf(settings).map((job) => (
            <JobTiming key={job} job={job} settings={settings} />
          ))}
        </div>
        {scrapeJobs.map((job) => {
          const reason = settings.locked[`scrape.${job}`];
          return (
            reason !== undefined && (
              <Callout key={job} tone="info" title={`${jobWords(job)} cannot be changed here.`}>
                <PlainText text={reason} />
              </Callout>
            )
          );
        })}
        <TotalCost settings={settings} />
      </SettingsForm>
      <OwnJobs jobs={settings.ownJobs} />
    </>
  );
}
