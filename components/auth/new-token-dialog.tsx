'use client';

import { Button } from '@/components/ui/button';
import { CopyText } from '@/components/ui/copy-text';
import { Dialog } from '@/components/ui/dialog';
import type { TokenMade } from '@/lib/schemas/auth/auth';
import { tokenWords } from './token-words';

/** The one moment in which a token can be read. */
export function NewTokenDialog({ made, onClose }: { made: TokenMade | null; onClose: () => void }) {
  return (
    <Dialog
      isOpen={made !== null}
      isHeld
      onClose={onClose}
      title={made ? `${tokenWords[made.scope].title} made` : ''}
      actions={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      {made && (
        <>
          <p>Copy it now: only its fingerprint is kept here, so it cannot be shown again.</p>
          <CopyText text={made.token} />
          <p className="text-quiet text-sm">It goes into a header, never into an address:</p>
          <CopyText
            text={`curl -H 'Authorization: Bearer ${made.token}' ${window.location.origin}${tokenWords[made.scope].example}`}
          />
        </>
      )}
    </Dialog>
  );
}
