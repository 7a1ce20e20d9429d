'use client';

import { useWatch } from 'react-hook-form';
import { DESTINATION_FORM_ID } from '@/components/forms/destination/destination-choice';
import { grafanaCloudForm } from '@/components/forms/destination/destination-forms';
import { GrafanaCloudFields } from '@/components/forms/destination/grafana-cloud-fields';
import { ProbePanel } from '@/components/forms/destination/probe-panel';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { testDestination } from '@/lib/queries/wizard';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import type { DestinationSettingsProps } from './destination-settings';
import { ONWARD } from './onward';

const FIELDS = ['url', 'instanceId', 'token'] as const;

export function GrafanaCloudSettings({ settings, onDiscard }: DestinationSettingsProps) {
  const given = savedCloud(settings);
  const schema = grafanaCloudForm(given);
  const { form, state } = useSettingsForm({
    draftKey: 'settings-grafana-cloud',
    settings,
    schema,
    read: (now) => {
      const saved = savedCloud(now);
      return { url: saved?.url ?? '', instanceId: saved?.username ?? '', token: '' };
    },
    secretPaths: ['token'],
    toChange: (values) => ({ destination: { kind: 'grafana-cloud', ...values } }),
    toField: (path) => FIELDS.find((field) => path === `destination.${field}`) ?? null,
    isChanged: given === null,
    onDiscard,
  });
  const complete = schema.safeParse(useWatch({ control: form.control }));
  const input: DestinationInput | null = complete.success
    ? { kind: 'grafana-cloud', ...complete.data }
    : null;
  const { check, checkNow } = useLiveCheck(input, testDestination);
  return (
    <SettingsForm id={DESTINATION_FORM_ID} form={form} state={state} locked={settings.locked.destination}>
      <GrafanaCloudFields given={given} result={check.state === 'done' ? check.result : null} />
      <ProbePanel
        check={check}
        onTest={checkNow}
        onward={ONWARD}
        waitingFor="Once all three are filled in, Weir tests them with one empty request. A whole snippet from Grafana Cloud can be pasted into any of them."
      />
    </SettingsForm>
  );
}

function savedCloud({ destination }: Settings) {
  return destination.kind === 'grafana-cloud' ? destination : null;
}
