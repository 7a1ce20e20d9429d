'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Details } from '@/components/ui/details';
import { PlainText } from '@/components/ui/plain-text';
import { Switch } from '@/components/ui/switch';
import { typedNumber } from '@/lib/typed-number';
import type { SourceFieldsProps } from '../../source-part';
import { GcpFilters } from './filters';
import type { GcpValues } from './form';
import { SecondsField } from './seconds-field';
import { TimeoutField } from './timeout-field';

/** How Google is asked: what few need, below a fold. */
export function GcpOptions({ locked }: Pick<SourceFieldsProps, 'locked'>) {
  const reason = locked['sources.gcp.options'];
  return (
    <Details summary="How Google Cloud is asked">
      <div className="mt-2 flex flex-col gap-5">
        {reason === undefined ? (
          <>
            <WindowFields />
            <SumFields />
            <TimeoutField />
          </>
        ) : (
          <p className="wrap-anywhere text-quiet text-sm">
            Window, sums and timeout were edited by hand in a way that this form cannot change; all else here
            it can. <PlainText text={reason} />
          </p>
        )}
        <GcpFilters locked={locked} />
      </div>
    </Details>
  );
}

function WindowFields() {
  const { register, control } = useFormContext<{ gcp: GcpValues }>();
  const window = typedNumber(useWatch({ control, name: 'gcp.windowSeconds' }));
  return (
    <>
      <SecondsField
        id="windowSeconds"
        label="Window"
        help="How far back a collection looks. Of each series only the newest point counts."
        consequence={
          window < 300 ? 'Some metrics of Google come 4 min late or more: these would be missing.' : undefined
        }
      />
      <SecondsField
        id="offsetSeconds"
        label="Offset"
        help="How long before now the window ends. Values are older by so much."
      />
      <Switch
        {...register('gcp.ingestDelay')}
        label="Wait for late points"
        description="Moves the window of each metric back by the delay that Google states for it: values are settled, and mostly 2 to 4 min older."
      />
    </>
  );
}

function SumFields() {
  const { register, control } = useFormContext<{ gcp: GcpValues }>();
  const isOn = useWatch({ control, name: 'gcp.sumDeltas' });
  return (
    <>
      <Switch
        {...register('gcp.sumDeltas')}
        label="Sum up counts"
        description="Google counts requests and the like anew each minute. Summed up, they are counters as rate() wants them. Sums lie in memory, begin anew with the exporter, and a silent series is sent on until it is given up."
      />
      {isOn && (
        <SecondsField
          id="sumSeconds"
          label="Give a sum up after"
          help="So long a series without new points stays in memory, and goes on being sent."
        />
      )}
    </>
  );
}
