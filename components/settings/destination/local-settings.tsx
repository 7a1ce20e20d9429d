'use client';

import { z } from 'zod';
import { DESTINATION_FORM_ID } from '@/components/forms/destination/destination-choice';
import { LocalNote } from '@/components/forms/destination/local-note';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import type { DestinationSettingsProps } from './destination-settings';

export function LocalSettings({ settings, onDiscard }: DestinationSettingsProps) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-local',
    settings,
    schema: nothing,
    read: () => ({}),
    toChange: () => ({ destination: { kind: 'local' } }),
    toField: () => null,
    isChanged: settings.destination.kind !== 'local',
    onDiscard,
  });
  return (
    <SettingsForm id={DESTINATION_FORM_ID} form={form} state={state} locked={settings.locked.destination}>
      <LocalNote />
    </SettingsForm>
  );
}

/** "This Pi" asks nothing. */
const nothing = z.object({});
