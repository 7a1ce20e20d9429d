import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
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
            <TextField
              {...register('quiet.from')}
              label="From"
              error={errors.quiet?.from?.message}
              type="time"
            />
            <TextField {...register('quiet.to')} label="To" error={errors.quiet?.to?.message} type="time" />
          </div>
          <Switch
            {...register('quiet.losingPasses')}
            label="Data loss is sent anyway"
            description="Data that only waits can wait for the morning."
          />
        </>
      )}
      <SelectField
        {...register('timeZone')}
        label="Time zone"
        help="Quiet hours and the times in messages use it."
        consequence={`It is ${localTime} on this Pi in ${savedZone}.`}
        error={errors.timeZone?.message}
      >
        {timeZones(savedZone, here).map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </SelectField>
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
