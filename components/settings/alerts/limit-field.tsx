import { useId } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { RuleLimit } from '@/lib/schemas/grafana/alert-rules';
import { amountWords, numberIn, rangeWords } from '@/lib/typed-number';
import type { AlertRulesValues } from './alert-forms';

interface LimitFieldProps {
  limit: RuleLimit;
  /** Of its rule. */
  title: string;
}

/** From where on a rule fires, on one line: so many of them are below each other that labels above would hide the list. */
export function LimitField({ limit: { name, side, shipped, range }, title }: LimitFieldProps) {
  const id = useId();
  const { register, setValue, setFocus, formState } = useFormContext<AlertRulesValues>();
  const field = `limits.${name}` as const;
  const text = useWatch<AlertRulesValues, typeof field>({ name: field });
  const error = formState.errors.limits?.[name]?.message;

  function reset() {
    const typed = amountWords(shipped, { ...range, sign: '' });
    setValue(field, typed, { shouldDirty: true, shouldValidate: true });
    // The button goes with what it did.
    setFocus(field);
  }

  return (
    <div className="flex flex-col gap-1 pb-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={id} className="text-sm">
          <span className="sr-only">{title}: </span>
          {side === 'more' ? 'More than' : 'Less than'}
        </label>
        <span className="w-32">
          <Input
            {...register(field)}
            id={id}
            aria-describedby={`${id}-status ${id}-help`}
            aria-invalid={error ? true : undefined}
            autoComplete="off"
            inputMode="decimal"
            unit={range.sign}
          />
        </span>
        <span id={`${id}-help`} className="text-quiet text-sm">
          {rangeWords(range)}
        </span>
        {numberIn(range, text) !== shipped && (
          <Button variant="quiet" onClick={reset} className="-ml-4">
            <span className="sr-only">{title}: </span>
            Back to {amountWords(shipped, range)}
          </Button>
        )}
      </div>
      <div id={`${id}-status`} aria-live="polite" className="empty:hidden">
        {error && <FieldError>{error}</FieldError>}
      </div>
    </div>
  );
}
