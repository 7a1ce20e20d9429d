'use client';

import { BellOff } from 'lucide-react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { formatDateTime } from '@/lib/format';
import { useAcknowledge, useAcknowledgements } from '@/lib/queries/notify';

/** Ends the reminders of a finding until it is gone. Nothing where nobody is told of findings. */
export function Acknowledge({ findingId }: { findingId: string }) {
  const { data } = useAcknowledgements();
  const change = useAcknowledge();
  if (!data?.isTelling) return null;
  const known = data.acknowledged.find((one) => one.findingId === findingId);
  return (
    <div className="flex flex-col gap-3 px-4 pb-4 sm:pl-12">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          isPending={change.isPending}
          onClick={() => change.mutate({ findingId, isAcknowledged: known === undefined })}
          icon={BellOff}
        >
          {known ? 'Remind me again' : 'Acknowledge'}
        </Button>
        <p role="status" className="min-w-0 flex-1 basis-52 text-quiet text-sm">
          {known
            ? `Acknowledged ${formatDateTime(known.atMs)}: no reminders until it is gone.`
            : 'No more messages about it until it is over.'}
        </p>
      </div>
      {change.error && <ErrorNotice error={change.error} title="This could not be acknowledged." />}
    </div>
  );
}
