'use client';

import { useQuery } from '@tanstack/react-query';
import { fieldOf, savedSources, secretFields, sourcesForm } from '@/components/forms/sources/source-forms';
import { SourceSwitches } from '@/components/forms/sources/source-switches';
import { budgetQuery } from '@/lib/queries/budget';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';

export function SourcesForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-sources',
    settings,
    schema: sourcesForm(settings.sources),
    read: ({ sources }) => savedSources(sources),
    secretPaths: secretFields,
    toChange: (sources) => ({ sources }),
    toField: (path, values) => fieldOf(path.replace(/^sources\./, ''), values),
  });
  const forecasts = useQuery(budgetQuery()).data?.forecasts;
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.sources}>
      <div className="flex flex-col gap-4">
        <SourceSwitches
          of="settings"
          saved={settings.sources}
          forecasts={forecasts}
          locked={settings.locked}
        />
      </div>
    </SettingsForm>
  );
}
