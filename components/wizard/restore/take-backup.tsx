'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { useRestoreIntoWizard } from '@/lib/queries/backup/restore';
import { useWizard } from '../step/wizard-context';

/** The last word before the files are written. */
export function TakeBackup({ id, cluster }: { id: string; cluster: string }) {
  const { goTo } = useWizard();
  const restore = useRestoreIntoWizard();
  return (
    <>
      <Callout tone="info" title="The password becomes the one of the backup.">
        <p>
          The one that you have just chosen no longer counts; this browser stays signed in. API tokens become
          those of the backup, too. This Pi writes as {cluster}.
        </p>
      </Callout>
      {restore.error && <ErrorNotice error={restore.error} title="Nothing was launched." />}
      <Button
        variant="primary"
        size="lg"
        isPending={restore.isPending}
        onClick={() => restore.mutate({ id, cluster }, { onSuccess: () => goTo('review') })}
        className="self-start"
      >
        Restore and go on
      </Button>
    </>
  );
}
