'use client';

import { SettingsFrame } from '../settings-frame';
import { DestinationForms } from './destination-forms';

export function DestinationPage() {
  return (
    <SettingsFrame page="destination">{(settings) => <DestinationForms settings={settings} />}</SettingsFrame>
  );
}
