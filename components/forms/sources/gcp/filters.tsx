'use client';

import { useFormContext } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { NO_SERIES } from '@/lib/pipeline/sources/gcp/services';
import { LockedList } from '../../locked-list';
import type { SourceFieldsProps } from '../../source-part';
import type { GcpValues } from './form';

/** What a prefix matches beside what is wanted, and what of it is left out. */
export function GcpFilters({ locked }: Pick<SourceFieldsProps, 'locked'>) {
  const { register, formState, getValues } = useFormContext<{ gcp: GcpValues }>();
  const reason = locked['sources.gcp.filters'];
  if (reason !== undefined) {
    const items = getValues('gcp.filters').split('\n').filter(Boolean);
    return <LockedList legend="Filters" noun="filters" items={items} reason={reason} />;
  }
  return (
    <Field
      label="Filters"
      isOptional
      error={formState.errors.gcp?.filters?.message}
      help={
        <>
          One a line: the beginning of a metric’s name, a colon and a condition of Google’s. A prefix is
          billed for all that begins with it, often for a twin that ends in “_by_region”. The condition{' '}
          <code className="break-all rounded-sm bg-sunken px-1 font-mono text-xs">{NO_SERIES}</code> leaves a
          metric out: no series fulfils it.
        </>
      }
    >
      {(props) => (
        <TextArea
          {...register('gcp.filters')}
          {...props}
          rows={2}
          className="field-sizing-content max-h-56 min-h-20 font-mono"
          placeholder={`pubsub.googleapis.com/subscription/num_unacked_messages_by_region:${NO_SERIES}`}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}
