'use client';

import { SettingsFrame } from '../settings-frame';
import { IntervalsForm } from './intervals-form';

export function IntervalsPage() {
  return (
    <SettingsFrame page="intervals">{(settings) => <IntervalsForm settings={settings} />}</SettingsFrame>
  );
}
