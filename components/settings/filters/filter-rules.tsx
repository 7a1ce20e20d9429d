'use client';

import { Plus } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import { type FilterValues, METRIC_NAME } from './filter-forms';
import { FilterRuleRow } from './filter-rule-row';

/** Rules of the owner's own, after slim or full, in their order. */
export function FilterRules({ job }: { job: ScrapeJob }) {
  const { control } = useFormContext<FilterValues>();
  const { fields, append, remove } = useFieldArray({ control, name: `${job}.rules` });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-strong text-sm">Own rules</legend>
      {fields.length === 0 ? (
        <p className="text-quiet text-sm">
          None. Leave out what you do not need, by its name or by a label. In the list below one press does
          it.
        </p>
      ) : (
        <ol className="flex flex-col gap-3">
          {fields.map((row, index) => (
            <FilterRuleRow key={row.id} job={job} index={index} onRemove={() => remove(index)} />
          ))}
        </ol>
      )}
      <Button
        onClick={() => append({ action: 'drop', label: METRIC_NAME, pattern: '' })}
        icon={Plus}
        className="self-start"
      >
        Add a rule
      </Button>
    </fieldset>
  );
}
