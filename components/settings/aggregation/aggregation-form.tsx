'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import {
  aggregationChange,
  aggregationField,
  aggregationForm,
  jobsToAggregate,
  newRule,
  readAggregation,
} from './aggregation-forms';
import { AggregationRuleFields } from './aggregation-rule';
import { HandWritten } from './hand-written';
import { MetricsToChoose } from './metrics-to-choose';

/** Rules by which one series is sent for many, and what is worth one. */
export function AggregationForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-aggregation',
    settings,
    schema: aggregationForm(settings),
    read: readAggregation,
    toChange: aggregationChange,
    toField: aggregationField,
  });
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'rules' });
  const { handWritten } = settings.aggregation;
  const jobs = jobsToAggregate(settings);
  const [job, setJob] = useState(jobs.includes('node-exporter') ? 'node-exporter' : jobs[0]);
  if (!job) return <p className="text-quiet">The configuration of vmagent has no job that the forms know.</p>;
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.aggregation}>
      <Section title="What is aggregated">
        {fields.length === 0 && handWritten.length === 0 && !settings.locked.aggregation && (
          <p className="text-quiet text-sm">
            Nothing: every series is sent as it is scraped. An aggregation takes a label away, such as the
            number of the CPU, and sends one series in the place of many. What it took away cannot be asked
            for later.
          </p>
        )}
        <ol className="flex flex-col gap-3">
          {fields.map((row, index) => (
            <AggregationRuleFields
              key={row.id}
              index={index}
              settings={settings}
              onRemove={() => remove(index)}
            />
          ))}
        </ol>
        <Button
          onClick={() => append(newRule(settings, job, '', null))}
          icon={Plus}
          className="mt-3 self-start"
        >
          Add an aggregation
        </Button>
        {fields.length > 0 && (
          <p className="mt-3 text-quiet text-sm">
            The brake and the figures of Plan and limits count series before they are aggregated.
          </p>
        )}
        <HandWritten matches={handWritten} />
      </Section>
      <MetricsToChoose
        settings={settings}
        job={job}
        onPick={setJob}
        onChoose={(metric, type) => append(newRule(settings, job, metric, type))}
      />
    </SettingsForm>
  );
}
