'use client';

import { useWatch } from 'react-hook-form';
import { KeptSecret, SecretField } from '@/components/forms/secret-field';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { TextField } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import { tryProof } from '@/lib/queries/proof';
import type { ProofResult, ProofTry } from '@/lib/schemas/look/proof';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { proofChange, proofField, proofForm, readProof } from './proof-forms';
import { ProofHelp } from './proof-help';
import { ProofPanel } from './proof-panel';

/** A token for reading: with it the destination itself says what has arrived. */
export function ProofForm({ settings }: { settings: Settings }) {
  const { destination, labels, proof, locked } = settings;
  const { form, values, state } = useSettingsForm({
    draftKey: 'settings-proof',
    settings,
    schema: proofForm(settings),
    read: readProof,
    toChange: proofChange,
    toField: proofField,
    secretPaths: ['token'],
  });
  const isOn = useWatch({ control: form.control, name: 'isOn' });
  const token = values.token.trim();
  const input =
    isOn && (token !== '' || proof.secret.isSet)
      ? { username: values.username.trim(), token: token || undefined }
      : null;
  const { check, checkNow } = useLiveCheck<ProofTry, ProofResult>(input, tryProof);
  const { errors } = form.formState;

  if (proof.address === null) return <NotAsked isLocal={destination.kind === 'local'} />;
  return (
    <SettingsForm form={form} state={state} locked={locked.proof}>
      <Switch
        {...form.register('isOn')}
        label="Ask the destination what has arrived"
        description="Once a minute, one small question. The answer stands beside vmagent’s own count: it shows what is counted as delivered and not kept. Look draws the dashboards from there, too, while one is open."
      />
      {isOn && (
        <>
          <ProofHelp kind={destination.kind} />
          <SecretField
            {...form.register('token')}
            label="Token for reading"
            error={errors.token?.message}
            help={
              proof.secret.isSet ? (
                <KeptSecret secret={proof.secret} />
              ) : (
                'It is stored on this Pi only and never shown again.'
              )
            }
            noun="token"
            secret={proof.secret}
          />
          {destination.kind === 'other' && (
            <TextField
              {...form.register('username')}
              label="User name"
              isOptional
              error={errors.username?.message}
              help="Empty: the one that is used for writing."
            />
          )}
          <p className="text-quiet text-sm [overflow-wrap:anywhere]">
            Asked at {proof.address}/api/v1/query for what has the label cluster="{labels.cluster}". Another
            Pi of that name would hide what this one lacks.
          </p>
          <ProofPanel check={check} onTest={checkNow} />
        </>
      )}
    </SettingsForm>
  );
}

function NotAsked({ isLocal }: { isLocal: boolean }) {
  return (
    <p className="text-quiet">
      {isLocal
        ? 'The store on this Pi is asked as it is: nothing has to be set.'
        : 'Where this destination is read cannot be told from the address where it is written. Weir knows it for addresses that end in /api/prom/push, /api/v1/push or /api/v1/write.'}
    </p>
  );
}
