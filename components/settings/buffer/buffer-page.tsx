'use client';

import { SettingsFrame } from '../settings-frame';
import { BufferForm } from './buffer-form';

export function BufferPage() {
  return <SettingsFrame page="buffer">{(settings) => <BufferForm settings={settings} />}</SettingsFrame>;
}
