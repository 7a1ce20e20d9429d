'use client';

import { X } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { focusNext } from '@/components/forms/keep-focus';
import { IconButton } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { jobWords } from '@/lib/pipeline/components';
import { aggregationHows } from '@/lib/schemas/settings/aggregation';
import type { Settings } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import { type AggregationValues, jobsToAggregate } from './aggregation-forms';
import { howConsequence, howWords, intervalConsequence } from './aggregation-words';
import { LabelsToTake } from './labels-to-take';

interface AggregationRuleProps {
  index: number;
  settings: Settings;
  onRemove: () => void;
}

/** One rule: of which metric, without which labels, how and how often. */
export function AggregationRuleFields({ index, settings, onRemove }: AggregationRuleProps) {
  const { control, register, formState } = useFormContext<AggregationValues>();
  const path = `rules.${index}` as const;
  const rule = useWatch({ control, name: path });
  const { errors, touchedFields, isSubmitted } = formState;

  /** A row that has just been added is not wrong yet. */
  function errorAt(field: keyof typeof rule): string | undefined {
    const isReached = isSubmitted || touchedFields.rules?.[index]?.[field] || rule[field] !== '';
    return isReached ? errors.rules?.[index]?.[field]?.message : undefined;
  }

  return (
    <li className="rounded-lg border border-line bg-surface p-3">
      <div className="flex items-start gap-1 sm:gap-2">
        <div className="grid min-w-0 flex-1 grid-cols-1 items-start gap-x-3 gap-y-3 sm:grid-cols-[9rem_1fr]">
          <SelectField {...register(`${path}.job`)} label="Source" error={errorAt('job')}>
            {jobsToAggregate(settings).map((job) => (
              <option key={job} value={job}>
                {jobWords(job)}
              </option>
            ))}
          </SelectField>
          <TextField
            {...register(`${path}.metric`)}
            label="Metric"
            error={errorAt('metric')}
            className="font-mono"
            placeholder="node_cpu_seconds_total"
          />
          <div className="flex min-w-0 flex-col gap-2 sm:col-span-2">
            <TextField
              {...register(`${path}.without`)}
              label="Without the labels"
              error={errorAt('without')}
              className="font-mono"
              placeholder="cpu"
            />
            <LabelsToTake index={index} settings={settings} />
          </div>
          <TextField
            {...register(`${path}.intervalSeconds`)}
            label="One value every"
            unit="s"
            inputMode="numeric"
            error={errorAt('intervalSeconds')}
            consequence={intervalConsequence(wholeNumber(rule.intervalSeconds))}
          />
          <SelectField
            {...register(`${path}.how`)}
            label="How"
            error={errorAt('how')}
            consequence={howConsequence(rule.how)}
          >
            {aggregationHows.map((how) => (
              <option key={how} value={how}>
                {howWords[how]}
              </option>
            ))}
          </SelectField>
        </div>
        <IconButton
          label={`Remove the aggregation of ${rule.metric || `row ${index + 1}`}`}
          icon={X}
          onClick={(event) => {
            focusNext(event);
            onRemove();
          }}
          className="mt-6 -mr-1"
        />
      </div>
    </li>
  );
}
