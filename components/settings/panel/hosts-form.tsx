'use client';

import { useWatch } from 'react-hook-form';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import type { Settings } from '@/lib/schemas/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { hostField, hostsForm, ownNames, readHosts } from './host-forms';
import { HostRows } from './host-rows';

/** The names that the panel answers to. */
export function HostsForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-panel',
    settings,
    schema: hostsForm,
    read: readHosts,
    toChange: (panel) => ({ panel }),
    toField: hostField,
  });
  const hosts = useWatch({ control: form.control, name: 'hosts' });
  const here = typeof window === 'undefined' ? '' : window.location.hostname;
  const isLeaving =
    settings.panel.allowedHosts.includes(here) && !hosts.some(({ name }) => name.trim() === here);
  const names = [...new Set(ownNames(settings.panel.hostName))];
  return (
    <Section title="Names">
      <p className="text-quiet text-sm">
        A page from elsewhere could point a name of its own at this Pi. So the panel answers only to the names
        that it knows: every address of your home network, {names.join(', ')}, and those that you add here.
      </p>
      <SettingsForm form={form} state={state} locked={settings.locked.panel}>
        <HostRows />
        {isLeaving && (
          <Callout tone="waiting" title={`You are on this page as ${here}.`}>
            <p>Without that name, this page stops answering; open the panel by its address then.</p>
          </Callout>
        )}
      </SettingsForm>
    </Section>
  );
}
