'use client';

import { Download } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { CopyText } from '@/components/ui/copy-text';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { useKeepKey } from '@/lib/queries/backup/backup';
import type { RecoveryKey } from '@/lib/schemas/backup/backup';
import { handOver, keyFile, keyGroups } from './key-text';

interface NewKeyDialogProps {
  made: RecoveryKey | null;
  /** It will never count. */
  isDead: boolean;
  onClose: () => void;
}

/** The one moment in which a recovery key can be read. It counts once its owner has shown that it is kept. */
export function NewKeyDialog({ made, isDead, onClose }: NewKeyDialogProps) {
  return (
    <Dialog isOpen={made !== null} isHeld onClose={onClose} title="Keep this recovery key">
      {made && (isDead ? <DeadKey /> : <KeyToKeep made={made} onKept={onClose} />)}
    </Dialog>
  );
}

/** Not shown any more: who kept it all the same would open nothing with it. */
function DeadKey() {
  return (
    <Callout tone="losing" role="alert" title="This key is not used.">
      <p>A newer one was made since, perhaps in another tab, or the panel was started again.</p>
      <p>Throw this one away.</p>
    </Callout>
  );
}

function KeyToKeep({ made, onKept }: { made: RecoveryKey; onKept: () => void }) {
  const [proof, setProof] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const keep = useKeepKey();

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsAsked(true);
    if (proof.trim() !== '' && !keep.isPending) keep.mutate(proof, { onSuccess: onKept });
  }

  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <p>
        It opens every backup that is made from now on. The panel does not keep it, so it cannot be shown
        again: put it into a password manager, or on paper, and not on this Pi alone.
      </p>
      <p className="flex flex-wrap gap-x-2.5 gap-y-1 rounded-md bg-sunken p-3 font-mono text-sm">
        {keyGroups(made.recoveryKey).map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be the same, and none ever moves
          <span key={index}>{group}</span>
        ))}
      </p>
      <CopyText text={made.recoveryKey} />
      <Button icon={Download} onClick={() => handOver(keyFile(made, Date.now()))} className="self-start">
        Download it as a text file
      </Button>
      <TextField
        label="The last six characters of the key"
        help="As you have kept them; or paste all of it."
        value={proof}
        onChange={(event) => setProof(event.target.value)}
        error={
          isAsked && proof.trim() === ''
            ? 'Enter the last six characters of the key.'
            : keep.error?.fieldErrors.proof
        }
      />
      {keep.error && !keep.error.fieldErrors.proof && (
        <ErrorNotice error={keep.error} title="The key is not in use yet." />
      )}
      <Button type="submit" variant="primary" isPending={keep.isPending} className="self-end">
        I have kept it
      </Button>
    </form>
  );
}
