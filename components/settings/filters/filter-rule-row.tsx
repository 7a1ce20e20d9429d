'use client';

import { X } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { focusNext } from '@/components/forms/keep-focus';
import { IconButton } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { cn } from '@/lib/cn';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import { type FilterValues, METRIC_NAME } from './filter-forms';

interface FilterRuleRowProps {
  job: ScrapeJob;
  index: number;
  onRemove: () => void;
}

/** One rule, to be read as a sentence: leave out / metric name / node_network_.* */
export function FilterRuleRow({ job, index, onRemove }: FilterRuleRowProps) {
  const { control, register, setValue, formState } = useFormContext<FilterValues>();
  const path = `${job}.rules.${index}` as const;
  const action = useWatch({ control, name: `${path}.action` });
  const label = useWatch({ control, name: `${path}.label` });
  const errors = formState.errors[job]?.rules?.[index];
  const isName = label === METRIC_NAME;
  return (
    <li className="rounded-lg border border-line bg-surface p-3">
      <div className="flex items-start gap-1 sm:gap-2">
        <div
          className={cn(
            'grid min-w-0 flex-1 grid-cols-2 items-start gap-x-2 gap-y-3',
            isName ? 'sm:grid-cols-[8.5rem_9.5rem_1fr]' : 'sm:grid-cols-[8.5rem_9.5rem_8rem_1fr]',
          )}
        >
          <SelectField {...register(`${path}.action`)} label="Do">
            <option value="drop">Leave out</option>
            <option value="keep">Keep only</option>
          </SelectField>
          <SelectField
            label="By"
            value={isName ? 'name' : 'label'}
            onChange={(event) =>
              setValue(`${path}.label`, event.target.value === 'name' ? METRIC_NAME : '', {
                shouldDirty: true,
              })
            }
          >
            <option value="name">Its name</option>
            <option value="label">A label</option>
          </SelectField>
          {!isName && (
            <TextField
              {...register(`${path}.label`)}
              label="Label"
              error={errors?.label?.message}
              placeholder="device"
              className="font-mono"
            />
          )}
          <TextField
            {...register(`${path}.pattern`)}
            label={isName ? 'Name or pattern' : 'Value'}
            error={errors?.pattern?.message}
            fieldClassName={isName ? 'col-span-2 sm:col-span-1' : undefined}
            consequence={action === 'keep' && 'Whatever does not match is left out.'}
            className="font-mono"
            placeholder={isName ? 'node_network_.*' : 'veth.*'}
          />
        </div>
        <IconButton
          label={`Remove rule ${index + 1}`}
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
