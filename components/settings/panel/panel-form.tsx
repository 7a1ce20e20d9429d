'use client';

import { useWatch } from 'react-hook-form';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import { Switch } from '@/components/ui/switch';
import type { Settings } from '@/lib/schemas/settings/settings';
import { SettingsForm } from '../settings-form';
import { useSettingsForm } from '../use-settings-form';
import { HostRows } from './host-rows';
import { ownNames, panelField, panelForm, readPanel } from './panel-forms';

/** The names that the panel answers to, and whether it is watched from where the data goes. */
export function PanelForm({ settings }: { settings: Settings }) {
  const { form, state } = useSettingsForm({
    draftKey: 'settings-panel',
    settings,
    schema: panelForm(settings),
    read: readPanel,
    toChange: (panel) => ({ panel }),
    toField: panelField,
  });
  const hosts = useWatch({ control: form.control, name: 'hosts' });
  const here = typeof window === 'undefined' ? '' : window.location.hostname;
  const isLeaving =
    settings.panel.allowedHosts.includes(here) && !hosts.some(({ name }) => name.trim() === here);
  const names = [...new Set(ownNames(settings.panel.hostName))];
  return (
    <SettingsForm form={form} state={state} locked={settings.locked.panel}>
      <Section title="Names">
        <p className="text-quiet text-sm">
          A page from elsewhere could point a name of its own at this Pi. So the panel answers only to the
          names that it knows: every address of your home network, {names.join(', ')}, and those that you add
          here.
        </p>
        <HostRows />
        {isLeaving && (
          <Callout tone="waiting" title={`You are on this page as ${here}.`}>
            <p>Without that name, this page stops answering; open the panel by its address then.</p>
          </Callout>
        )}
      </Section>
      <Section title="Watched from afar">
        <Switch
          {...form.register('ownMetrics')}
          label="Send the panel’s own metrics"
          description="vmagent reads the panel as the scrape job weir, about 35 series once a minute: its findings (weir_finding), the state of delivery, the buffer. An alert in Grafana can then tell you what is wrong here, and that this Pi has fallen silent."
        />
      </Section>
    </SettingsForm>
  );
}
