'use client';

import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { bufferChange, bufferField, bufferForm, readBuffer } from './buffer-forms';
import { BufferSize } from './buffer-size';
import { PlaceSection } from './place-section';
import { RetentionDays } from './retention-days';

/** How much waits on the disk while the destination is away, and how long the store on this Pi keeps what it got. */
export function BufferForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-buffer',
    settings,
    schema: bufferForm(settings),
    read: readBuffer,
    toChange: (values) => bufferChange(values, settings),
    toField: bufferField,
  });
  const { buffer, retention } = settings.locked;
  return (
    <>
      <SettingsForm form={form} state={state} locked={buffer && retention}>
        <BufferSize settings={settings} locked={buffer} />
        <RetentionDays settings={settings} locked={retention} />
      </SettingsForm>
      <PlaceSection />
    </>
  );
}
