import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { type RulesValues, timeZones } from './rules-forms';

interface QuietFieldsProps {
  /** The zone that `localTime` is in. */
  savedZone: string;
  localTime: string;
}

export function QuietFields({ savedZone, localTime }: QuietFieldsProps) {
  const { register, control, setValue, formState } = useFormContext<RulesValues>();
  const [hasQuiet, timeZone] = useWatch({ control, name: ['hasQuiet', 'timeZone'] });
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { errors } = formState;
  return (
    <>
      <Switch
        {...register('hasQuiet')}
        label="Quiet hours"
        description="When they end, the findings that are still open are sent."
      />
      {hasQuiet && (
        <>
          <div className="grid max-w-80 grid-cols-2 gap-4">
            <Field label="From" error={errors.quiet?.from?.message}>
              {(field) => <Input {...register('quiet.from')} {...field} type="time" />}
            </Field>
            <Field label="To" error={errors.quiet?.to?.message}>
              {(field) => <Input {...register('quiet.to')} {...field} type="time" />}
            </Field>
          </div>
          <Switch
            {...register('quiet.losingPasses')}
            label="Data loss is sent anyway"
            description="Data that only waits can wait for the morning."
          />
        </>
      )}
      <Field
        label="Time zone"
        help="Quiet hours and the times in messages use it."
        consequence={`It is ${localTime} on this Pi in ${savedZone}.`}
        error={errors.timeZone?.message}
      >
        {(field) => (
          <Select {...register('timeZone')} {...field}>
            {timeZones(savedZone, here).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {timeZone !== here && (
        <Button
          variant="quiet"
          onClick={() => setValue('timeZone', here, { shouldDirty: true, shouldValidate: true })}
          className="-mt-4 -ml-4 self-start"
        >
          Take {here.replaceAll('_', ' ')}, as on this device
        </Button>
      )}
    </>
  );
}
