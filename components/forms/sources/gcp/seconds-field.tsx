'use client';

import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import type { GcpDurationId } from '@/lib/pipeline/sources/gcp/services';
import type { GcpValues } from './form';

interface SecondsFieldProps {
  id: GcpDurationId;
  label: string;
  help: string;
  consequence?: ReactNode;
  error?: string | undefined;
}

/** A duration that the exporter is given. */
export function SecondsField({ id, error, ...question }: SecondsFieldProps) {
  const { register, formState } = useFormContext<{ gcp: GcpValues }>();
  return (
    <TextField
      {...register(`gcp.${id}`)}
      {...question}
      error={formState.errors.gcp?.[id]?.message ?? error}
      inputMode="numeric"
      unit="s"
    />
  );
}
