'use client';

import { SettingsFrame } from '../settings-frame';
import { FiltersForm } from './filters-form';

export function FiltersPage() {
  return <SettingsFrame page="filters">{(settings) => <FiltersForm settings={settings} />}</SettingsFrame>;
}
