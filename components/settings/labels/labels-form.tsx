'use client';

import { useWatch } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { labelField, labelsForm, readLabels, selector } from './label-forms';
import { OwnLabels } from './own-labels';

export function LabelsForm({ settings }: { settings: Settings }) {
  const schema = labelsForm(settings);
  const { form, state } = useSettingsForm({
    draftKey: 'settings-labels',
    settings,
    schema,
    read: readLabels,
    toChange: (labels) => ({ labels }),
    toField: labelField,
  });
  const cluster = useWatch({ control: form.control, name: 'cluster' });
  const parsed = schema.safeParse(useWatch({ control: form.control }));
  const { errors } = form.formState;
  const before = settings.labels.cluster ?? '';
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.labels}>
      <TextField
        {...form.register('cluster')}
        label="Name of this Pi"
        error={errors.cluster?.message}
        help={
          <>
            Sent as <code className="font-mono text-xs">cluster</code>. Tells this Pi from every other one.
          </>
        }
        consequence={
          !errors.cluster &&
          cluster.trim() !== '' &&
          cluster !== before && (
            <>
              New series begin under <q>{cluster}</q>. Those of <q>{before}</q> stay where they are and get
              nothing more: dashboards and alerts that ask for the old name have to be changed.
            </>
          )
        }
        className="max-w-md"
      />
      <TextField
        {...form.register('site')}
        label="Site"
        isOptional
        error={errors.site?.message}
        help={
          <>
            Sent as <code className="font-mono text-xs">site</code>. For several Pis at one place: home,
            office, berlin.
          </>
        }
        className="max-w-md"
      />
      <OwnLabels />
      {parsed.success && (
        <p className="text-sm">
          Every sample carries <code className="break-all font-mono text-xs">{selector(parsed.data)}</code>
        </p>
      )}
    </SettingsForm>
  );
}
