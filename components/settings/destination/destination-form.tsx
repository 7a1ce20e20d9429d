'use client';

import { DESTINATION_FORM_ID, type DestinationKind } from '@/components/forms/destination/destination-choice';
import { destinationKinds, ofKind } from '@/components/forms/destination/destination-kinds';
import { ProbePanel } from '@/components/forms/destination/probe-panel';
import { useProbe } from '@/components/forms/destination/use-probe';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';

interface DestinationFormProps {
  kind: DestinationKind;
  settings: Settings;
  /** Back to the kind that is in use. */
  onDiscard: () => void;
}

/** What the chosen kind asks, with a live test. */
export function DestinationForm({ kind, settings, onDiscard }: DestinationFormProps) {
  const { Fields, waitingFor, ...asks } = destinationKinds[kind];
  const given = ofKind(kind, settings.destination);
  const schema = asks.schema(given);
  const { form, values, state } = useSettingsForm({
    draftKey: `settings-${asks.draftKey}`,
    settings,
    schema,
    read: ({ destination }) => asks.read(ofKind(kind, destination)),
    secretPaths: asks.secretPaths,
    toChange: (destination) => ({ destination }),
    toField: (path, fields) => Object.keys(fields).find((field) => path === `destination.${field}`) ?? null,
    isChanged: given === null,
    onDiscard,
  });
  const { check, checkNow, result } = useProbe(schema, values);
  return (
    <SettingsForm id={DESTINATION_FORM_ID} form={form} state={state} locked={settings.locked.destination}>
      <Fields given={given} result={result} />
      {waitingFor !== null && (
        <ProbePanel check={check} onTest={checkNow} waitingFor={waitingFor} isPutBack />
      )}
    </SettingsForm>
  );
}
