import { useId } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { RuleLimit } from '@/lib/schemas/grafana/alert-rules';
import { type AlertRulesValues, limitWords } from './alert-forms';

interface LimitFieldProps {
  limit: RuleLimit;
  /** Of its rule. */
  title: string;
}

/** From where on a rule fires, on one line: so many of them are below each other that labels above would hide the list. */
export function LimitField({ limit, title }: LimitFieldProps) {
  const id = useId();
  const { register, setValue, formState } = useFormContext<AlertRulesValues>();
  const field = `limits.${limit.name}` as const;
  const value = useWatch<AlertRulesValues, typeof field>({ name: field });
  const error = formState.errors.limits?.[limit.name]?.message;
  const shipped = limitWords(limit.shipped, limit);
  return (
    <div className="flex flex-col gap-1 pb-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={id} className="text-sm">
          <span className="sr-only">{title}: </span>
          {limit.side === 'more' ? 'More than' : 'Less than'}
        </label>
        <span className="w-28">
          <Input
            {...register(field, { valueAsNumber: true })}
            id={id}
            aria-describedby={`${id}-status`}
            aria-invalid={error ? true : undefined}
            autoComplete="off"
            inputMode="decimal"
            unit={limit.sign}
          />
        </span>
        {value === limit.shipped ? (
          <span className="text-quiet text-sm">as it ships</span>
        ) : (
          <Button
            variant="quiet"
            onClick={() => setValue(field, limit.shipped, { shouldDirty: true, shouldValidate: true })}
            className="-ml-4"
          >
            Back to {shipped}
          </Button>
        )}
      </div>
      <div id={`${id}-status`} aria-live="polite" className="empty:hidden">
        {error && <FieldError>{error}</FieldError>}
      </div>
    </div>
  );
}
