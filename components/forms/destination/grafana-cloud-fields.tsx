'use client';

import { type ClipboardEvent, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { useAnnounce } from '../announcer';
import { KeptSecret, SecretField } from '../secret-field';
import {
  type GrafanaCloudValues,
  keptSecret,
  likelyMistake,
  type SavedDestination,
} from './destination-forms';
import { GrafanaCloudHelp } from './grafana-cloud-help';
import { MeantUrl } from './meant-url';
import { parseRemoteWriteSnippet } from './paste-snippet';
import { markAt } from './probe-outcomes';

interface GrafanaCloudFieldsProps {
  /** What the server has of this kind, or null. */
  given: SavedDestination | null;
  /** What the live test found of what stands here now; null until it has. */
  result: ProbeResult | null;
}

/** Address, instance ID and token; a whole snippet can be pasted into any of them. */
export function GrafanaCloudFields({ given, result }: GrafanaCloudFieldsProps) {
  const announce = useAnnounce();
  const { register, setValue, control, formState } = useFormContext<GrafanaCloudValues>();
  const [filled, setFilled] = useState<string | null>(null);
  const values = useWatch({ control });
  const secret = keptSecret(given, values.url ?? '');
  const mistake = likelyMistake(values.url ?? '', values.token ?? '');

  function errorOf(field: keyof GrafanaCloudValues): string | undefined {
    const own = formState.errors[field]?.message ?? markAt(field, result);
    return own ?? (mistake?.field === field ? mistake.message : undefined);
  }

  function onPaste(event: ClipboardEvent) {
    const snippet = parseRemoteWriteSnippet(event.clipboardData.getData('text'));
    if (snippet === null) return;
    event.preventDefault();
    const parts = { url: snippet.url, instanceId: snippet.username, token: snippet.password };
    for (const name of ['url', 'instanceId', 'token'] as const) {
      const value = parts[name];
      if (value !== undefined) setValue(name, value, { shouldDirty: true, shouldValidate: true });
    }
    const text = pastedWords(parts);
    setFilled(text);
    announce(text);
  }

  const okCheck = result?.outcome === 'ok' ? { state: 'ok' as const, message: 'Accepted' } : undefined;
  return (
    <div onPaste={onPaste} className="flex flex-col gap-5">
      <GrafanaCloudHelp isOpen={given === null} />
      {filled !== null && <p className="text-arriving text-sm">{filled}</p>}
      <TextField
        {...register('url')}
        label="Remote-write address"
        error={errorOf('url')}
        check={okCheck}
        help={
          <MeantUrl
            text={values.url ?? ''}
            onUse={(url) => setValue('url', url, { shouldDirty: true, shouldValidate: true })}
          />
        }
        type="url"
        inputMode="url"
        placeholder="https://prometheus-….grafana.net/api/prom/push"
      />
      <TextField
        {...register('instanceId')}
        label="Instance ID"
        error={errorOf('instanceId')}
        check={okCheck}
        help="A number. Grafana Cloud calls it “Username / Instance ID”."
        inputMode="numeric"
        placeholder="123456"
      />
      <SecretField
        {...register('token')}
        label="Token"
        error={errorOf('token')}
        check={okCheck}
        help={
          secret.isSet ? (
            <KeptSecret secret={secret} />
          ) : (
            'Begins with glc_. It is stored on this Pi only and never shown again.'
          )
        }
        noun="token"
        secret={secret}
      />
    </div>
  );
}

function pastedWords(parts: Record<keyof GrafanaCloudValues, string | undefined>): string {
  const names = { url: 'the address', instanceId: 'the instance ID', token: 'the token' } as const;
  const found = (['url', 'instanceId', 'token'] as const).filter((name) => parts[name] !== undefined);
  return `Taken from what you pasted: ${found.map((name) => names[name]).join(', ')}.`;
}
