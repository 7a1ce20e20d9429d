'use client';

import type { ClipboardEvent } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { useAnnounce } from '../announcer';
import { KeptSecret, SecretField } from '../secret-field';
import { keptSecret, type OtherValues, type SavedDestination } from './destination-forms';
import { parseRemoteWriteSnippet } from './paste-snippet';
import { markAt } from './probe-outcomes';

interface OtherFieldsProps {
  /** What the server has of this kind, or null. */
  given: SavedDestination | null;
  /** What the live test found of what stands here now; null until it has. */
  result: ProbeResult | null;
}

/** Address, and user name and password where it asks for them. */
export function OtherFields({ given, result }: OtherFieldsProps) {
  const announce = useAnnounce();
  const { register, setValue, control, formState } = useFormContext<OtherValues>();
  const url = useWatch({ control, name: 'url' });
  const secret = keptSecret(given, url);

  function errorOf(field: keyof OtherValues): string | undefined {
    return formState.errors[field]?.message ?? markAt(field, result);
  }

  function onPaste(event: ClipboardEvent) {
    const snippet = parseRemoteWriteSnippet(event.clipboardData.getData('text'));
    if (snippet === null) return;
    event.preventDefault();
    for (const name of ['url', 'username', 'password'] as const) {
      const value = snippet[name];
      if (value !== undefined) setValue(name, value, { shouldDirty: true, shouldValidate: true });
    }
    announce('Taken from what you pasted.');
  }

  return (
    <div onPaste={onPaste} className="flex flex-col gap-5">
      <TextField
        {...register('url')}
        label="Remote-write address"
        error={errorOf('url')}
        check={result?.outcome === 'ok' ? { state: 'ok', message: 'Accepted' } : undefined}
        help="The full address, with its path: /api/v1/write for VictoriaMetrics and Prometheus, /api/v1/push for Mimir."
        type="url"
        inputMode="url"
        placeholder="https://metrics.example.com/api/v1/write"
      />
      <TextField {...register('username')} label="User name" isOptional error={errorOf('username')} />
      <SecretField
        {...register('password')}
        label="Password or token"
        isOptional
        error={errorOf('password')}
        help={<KeptSecret secret={secret} />}
        noun="password"
        secret={secret}
      />
    </div>
  );
}
