'use client';

import { SettingsFrame } from '../settings-frame';
import { SourcesForm } from './sources-form';

export function SourcesPage() {
  return <SettingsFrame page="sources">{(settings) => <SourcesForm settings={settings} />}</SettingsFrame>;
}
