'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useWatch } from 'react-hook-form';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { filteredJobs, filterField, filtersChange, filtersForm, readFilters } from './filter-forms';
import { FilterPreview } from './filter-preview';
import { JobFilter } from './job-filter';
import { JobPicker } from './job-picker';

/** What is kept of each source, one source at a time. */
export function FiltersForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-filters',
    settings,
    schema: filtersForm,
    read: readFilters,
    toChange: (values) => filtersChange(values, settings),
    toField: filterField,
  });
  const pathname = usePathname();
  const search = useSearchParams();
  const jobs = filteredJobs(settings);
  const job = jobs.find((name) => name === search.get('job')) ?? jobs[0];
  const values = useWatch({ control: form.control });
  const saved = readFilters(settings);
  if (!job) return <p className="text-quiet">The configuration of vmagent has no job with a filter.</p>;
  const isOn = settings.scrape[job]?.isOn ?? false;
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.filters}>
      <JobPicker
        jobs={jobs}
        current={job}
        isOn={(name) => settings.scrape[name]?.isOn ?? false}
        isChanged={(name) => JSON.stringify(values[name]) !== JSON.stringify(saved[name])}
        hasError={(name) => form.formState.errors[name] !== undefined}
        onPick={(name) => window.history.replaceState(null, '', `${pathname}?job=${name}`)}
      />
      <JobFilter key={job} job={job} handWritten={settings.filters[job]?.handWritten ?? 0} />
      <FilterPreview
        key={`preview ${job}`}
        job={job}
        isOn={isOn}
        intervalSeconds={settings.scrape[job]?.scrapeSeconds ?? null}
      />
    </SettingsForm>
  );
}
