'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import type { ChannelKind } from '@/lib/schemas/channels';
import type { ChannelView } from '@/lib/schemas/notify';
import { ChannelForm } from './channel-form';
import { channelKinds, recordOf } from './channel-kinds';
import { ChannelRow } from './channel-row';

/** What is edited: one that is there, or a new one of a kind. */
type Edited = ChannelView | ChannelKind;

export function Channels({ channels }: { channels: ChannelView[] }) {
  const [edited, setEdited] = useState<Edited | null>(null);
  const chosen = typeof edited === 'string' ? null : edited;
  // As it is now, also while it is edited; one that was removed elsewhere stays until the form is closed.
  const channel = channels.find(({ id }) => id === chosen?.id) ?? chosen;
  const kind = typeof edited === 'string' ? edited : (edited?.kind ?? null);
  const close = () => setEdited(null);
  return (
    <Section title="Channels">
      <p className="text-quiet text-sm">
        When data is lost or waits for longer than a moment, a message goes to each of these; another when it
        is over.
      </p>
      {channels.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} onEdit={() => setEdited(channel)} />
          ))}
        </ul>
      )}
      <div className="flex flex-col gap-3 rounded-lg border border-line border-dashed p-4">
        {channels.length === 0 && <p className="font-strong">Nobody is told yet.</p>}
        <ul className="flex flex-col gap-3">
          {(Object.keys(channelKinds) as ChannelKind[]).map((kind) => {
            const { icon: Icon, name, about } = recordOf(kind);
            return (
              <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <Icon aria-hidden="true" className="size-5 shrink-0 text-accent" />
                <p className="min-w-0 flex-1 basis-52 text-sm">
                  <span className="font-strong">{name}.</span> <span className="text-quiet">{about}</span>
                </p>
                <Button
                  onClick={() => setEdited(kind)}
                  aria-label={`Add ${name}`}
                  icon={Plus}
                  className="max-sm:ml-9"
                >
                  Add
                </Button>
              </li>
            );
          })}
        </ul>
      </div>
      <Dialog
        isOpen={edited !== null}
        onClose={close}
        isHeld
        title={kind === null ? '' : (channel?.name ?? `Add ${recordOf(kind).name}`)}
      >
        {kind !== null && <ChannelForm kind={kind} channel={channel} onSaved={close} />}
      </Dialog>
    </Section>
  );
}
