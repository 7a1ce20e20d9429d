'use client';

import { useQuery } from '@tanstack/react-query';
import { savedSources, sourcesForm } from '@/components/forms/sources/source-forms';
import { SourceSwitches } from '@/components/forms/sources/source-switches';
import { budgetQuery } from '@/lib/queries/budget';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';

const FIELDS = [
  'pi.enabled',
  'containers.enabled',
  'aws.enabled',
  'aws.accessKeyId',
  'aws.secretAccessKey',
  'aws.regions',
  'gcp.enabled',
  'gcp.projectId',
  'gcp.keyJson',
] as const;

export function SourcesForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-sources',
    settings,
    schema: sourcesForm(settings.sources),
    read: ({ sources }) => savedSources(sources),
    secretPaths: ['aws.secretAccessKey', 'gcp.keyJson'],
    toChange: (sources) => ({ sources }),
    toField: (path) => FIELDS.find((field) => path.startsWith(`sources.${field}`)) ?? null,
  });
  const forecasts = useQuery(budgetQuery()).data?.forecasts;
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.sources}>
      <div className="flex flex-col gap-4">
        <SourceSwitches
          saved={settings.sources}
          forecasts={forecasts}
          lockedRegions={settings.locked['sources.aws.regions']}
        />
      </div>
    </SettingsForm>
  );
}
