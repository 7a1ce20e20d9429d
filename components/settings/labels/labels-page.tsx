'use client';

import { SettingsFrame } from '../settings-frame';
import { LabelsForm } from './labels-form';

export function LabelsPage() {
  return <SettingsFrame page="labels">{(settings) => <LabelsForm settings={settings} />}</SettingsFrame>;
}
