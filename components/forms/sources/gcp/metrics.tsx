'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { plural } from '@/lib/format';
import { gcpService, gcpServices } from '@/lib/pipeline/sources/gcp/services';
import { LockedList } from '../../locked-list';
import { ServiceCards } from '../../service-cards';
import type { SourceFieldsProps } from '../../source-part';
import type { GcpValues } from './form';

const cards = gcpServices.map(({ id, name, about, resource, prefixes }) => ({
  id,
  name,
  about,
  amount: `At least ${prefixes.length} series for each ${resource}`,
}));

/** What is asked for: services that Weir knows, and any other metric. */
export function GcpMetrics({ saved, locked }: Pick<SourceFieldsProps, 'saved' | 'locked'>) {
  const { register, control, formState, getValues } = useFormContext<{ gcp: GcpValues }>();
  const others = saved?.gcp.prefixes ?? [];
  const leftAlone =
    others.length > 0 &&
    `${plural(others.length, 'other prefix', 'other prefixes')} in config/gcp/metrics.flags ${others.length === 1 ? 'is' : 'are'} left alone.`;
  const lockedServices = locked['sources.gcp.services'];
  if (lockedServices !== undefined) {
    const names = getValues('gcp.services').map((id) => gcpService(id).name);
    return (
      <LockedList
        legend="Google Cloud services"
        noun="services"
        items={names}
        reason={lockedServices}
        about={leftAlone || undefined}
      />
    );
  }
  return (
    <>
      <Controller
        control={control}
        name="gcp.services"
        render={({ field, fieldState }) => (
          <ServiceCards
            legend="Google Cloud services"
            cards={cards}
            value={field.value}
            onChange={field.onChange}
            onBlur={field.onBlur}
            inputRef={field.ref}
            error={fieldState.error?.message}
            help={
              <>
                Google bills each series that it returns, beyond a million a month. A service that is switched
                off loses its lines in config/gcp/metrics.flags. {leftAlone}
              </>
            }
          />
        )}
      />
      <Field
        label="Other metrics"
        isOptional
        error={formState.errors.gcp?.prefixes?.message}
        help="Beginnings of names of metrics, one a line: every metric that begins so is read, and billed. Google’s documentation lists them under “Google Cloud metrics”."
      >
        {(props) => (
          <TextArea
            // With another metric no service has to be chosen.
            {...register('gcp.prefixes', { deps: 'gcp.services' })}
            {...props}
            rows={2}
            className="field-sizing-content max-h-56 min-h-20 font-mono"
            placeholder="storage.googleapis.com/api/request_count"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
          />
        )}
      </Field>
    </>
  );
}
