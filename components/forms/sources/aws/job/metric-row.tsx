import { type FocusEventHandler, type ReactNode, useId } from 'react';
import type { FieldErrors } from 'react-hook-form';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { cn } from '@/lib/cn';
import { plainStatistics } from '@/lib/pipeline/sources/aws/job-issues';
import type { MetricFields } from './job-fields';
import { useTypedList } from './use-typed-list';

interface MetricRowProps {
  metric: MetricFields;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
  onChange: (metric: MetricFields) => void;
  onBlur: FocusEventHandler;
  errors: FieldErrors<MetricFields> | undefined;
}

const isPlain = (text: string) => plainStatistics.some((one) => one === text);

/** One metric of a service: whether it is asked for, and which of its statistics. */
export function MetricRow({ metric, isOn, onSwitch, onChange, onBlur, errors }: MetricRowProps) {
  const id = useId();
  const others = metric.statistics.filter((one) => !isPlain(one));
  const chosen = metric.statistics.filter(isPlain);
  const percentiles = useTypedList(others, (list) => setStatistics([...chosen, ...list]));
  const said = [errors?.name, errors?.statistics, errors?.period, errors?.length].flatMap(
    (error) => (error as { message?: string } | undefined)?.message ?? [],
  );
  const setStatistics = (statistics: string[]) => onChange({ ...metric, statistics });
  const toggle = (one: string, has: boolean) =>
    setStatistics(has ? [...chosen, one, ...others] : metric.statistics.filter((other) => other !== one));

  return (
    <li className="flex flex-col gap-1 border-line border-b py-1 last:border-b-0">
      <Tick isOn={isOn} onChange={onSwitch} onBlur={onBlur} className="font-strong">
        <span className="wrap-anywhere">{metric.name}</span>
      </Tick>
      {isOn && (
        <fieldset
          className="flex flex-wrap items-center gap-x-4 pl-7"
          aria-describedby={said.length > 0 ? `${id}-error` : undefined}
        >
          <legend className="sr-only">Statistics of {metric.name}</legend>
          {plainStatistics.map((one) => (
            <Tick
              key={one}
              isOn={chosen.includes(one)}
              onChange={(has) => toggle(one, has)}
              onBlur={onBlur}
              isWrong={errors?.statistics !== undefined}
            >
              {one}
            </Tick>
          ))}
          <Input
            {...percentiles}
            aria-label={`Percentiles of ${metric.name}`}
            aria-invalid={errors?.statistics ? true : undefined}
            placeholder="p95, p99"
            className="my-1 w-36"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onBlur={onBlur}
          />
          <Tick
            isOn={metric.nilToZero}
            onChange={(nilToZero) => onChange({ ...metric, nilToZero })}
            onBlur={onBlur}
          >
            No data is 0
          </Tick>
          {(metric.period !== '' || metric.length !== '') && (
            <span className="flex items-center gap-2 text-quiet text-sm">
              Its own period and length
              <Input
                unit="s"
                inputMode="numeric"
                aria-label={`Period of ${metric.name}`}
                aria-invalid={errors?.period ? true : undefined}
                value={metric.period}
                onChange={({ target }) => onChange({ ...metric, period: target.value })}
                onBlur={onBlur}
                className="w-28"
              />
              <Input
                unit="s"
                inputMode="numeric"
                aria-label={`Length of ${metric.name}`}
                aria-invalid={errors?.length ? true : undefined}
                value={metric.length}
                onChange={({ target }) => onChange({ ...metric, length: target.value })}
                onBlur={onBlur}
                className="w-28"
              />
            </span>
          )}
        </fieldset>
      )}
      <p id={`${id}-error`} className="pl-7 empty:hidden">
        {said.length > 0 && <FieldError>{said.join(' ')}</FieldError>}
      </p>
    </li>
  );
}

interface TickProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  onBlur: FocusEventHandler;
  isWrong?: boolean;
  className?: string;
  children: ReactNode;
}

function Tick({ isOn, onChange, onBlur, isWrong, className, children }: TickProps) {
  return (
    <label className={cn('touch flex cursor-pointer items-center gap-3 text-sm', className)}>
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
        onBlur={onBlur}
        aria-invalid={isWrong ? true : undefined}
        className="size-4.5 shrink-0 accent-accent"
      />
      {children}
    </label>
  );
}
