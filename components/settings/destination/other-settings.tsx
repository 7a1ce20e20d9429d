'use client';

import { useWatch } from 'react-hook-form';
import { DESTINATION_FORM_ID } from '@/components/forms/destination/destination-choice';
import { otherForm } from '@/components/forms/destination/destination-forms';
import { OtherFields } from '@/components/forms/destination/other-fields';
import { ProbePanel } from '@/components/forms/destination/probe-panel';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { testDestination } from '@/lib/queries/wizard';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import type { DestinationSettingsProps } from './destination-settings';
import { ONWARD } from './onward';

const FIELDS = ['url', 'username', 'password'] as const;

/** Any address that takes Prometheus remote write, with or without a user name and password. */
export function OtherSettings({ settings, onDiscard }: DestinationSettingsProps) {
  const given = savedOther(settings);
  const { form, state } = useSettingsForm({
    draftKey: 'settings-other-destination',
    settings,
    schema: otherForm,
    read: (now) => {
      const saved = savedOther(now);
      return { url: saved?.url ?? '', username: saved?.username ?? '', password: '' };
    },
    secretPaths: ['password'],
    toChange: (values) => ({ destination: { kind: 'other', ...values } }),
    toField: (path) => FIELDS.find((field) => path === `destination.${field}`) ?? null,
    isChanged: given === null,
    onDiscard,
  });
  const complete = otherForm.safeParse(useWatch({ control: form.control }));
  const input: DestinationInput | null = complete.success ? { kind: 'other', ...complete.data } : null;
  const { check, checkNow } = useLiveCheck(input, testDestination);
  return (
    <SettingsForm id={DESTINATION_FORM_ID} form={form} state={state} locked={settings.locked.destination}>
      <OtherFields given={given} result={check.state === 'done' ? check.result : null} />
      <ProbePanel
        check={check}
        onTest={checkNow}
        onward={ONWARD}
        waitingFor="Once the address is complete, Weir tests it with one empty request."
      />
    </SettingsForm>
  );
}

function savedOther({ destination }: Settings) {
  return destination.kind === 'other' ? destination : null;
}
