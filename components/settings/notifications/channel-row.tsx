'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import { useRemoveChannel } from '@/lib/queries/notify';
import type { ChannelView } from '@/lib/schemas/notify';
import { recordOf, whereTo } from './channel-kinds';
import { LastResultLine } from './last-result';

interface ChannelRowProps {
  channel: ChannelView;
  onEdit: () => void;
}

/** One way to be told: where it goes, what became of the last message, editing and removing it. */
export function ChannelRow({ channel, onEdit }: ChannelRowProps) {
  const [isAsked, setIsAsked] = useState(false);
  const remove = useRemoveChannel();
  const { icon: Icon, name: kindName } = recordOf(channel.kind);
  const close = () => setIsAsked(false);
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-quiet" />
        <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
          <p className="break-words font-strong text-sm">{channel.name}</p>
          <p className="break-words text-quiet text-sm">
            {kindName}: {whereTo(channel)}
          </p>
          <LastResultLine
            last={channel.last}
            isOn={channel.isOn}
            waiting={channel.waiting}
            none="Nothing was sent yet."
          />
        </div>
        <div className="flex gap-2 max-sm:ml-9">
          <Button onClick={onEdit} aria-label={`Edit ${channel.name}`}>
            Edit
          </Button>
          <Button variant="quiet" onClick={() => setIsAsked(true)} aria-label={`Remove ${channel.name}`}>
            Remove
          </Button>
        </div>
      </div>
      {remove.error && <ErrorNotice error={remove.error} title="It may still be told." />}
      <Question
        isOpen={isAsked}
        onClose={close}
        title={`Remove ${channel.name}?`}
        action={
          <Button
            variant="danger"
            isPending={remove.isPending}
            onClick={() => remove.mutate(channel.id, { onSettled: close })}
          >
            Remove it
          </Button>
        }
      >
        <p>It gets no more messages. Its address and its secret are deleted.</p>
      </Question>
    </li>
  );
}
