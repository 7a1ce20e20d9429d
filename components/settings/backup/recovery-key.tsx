'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { RelativeTime } from '@/components/feedback/relative-time';
import { Button } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { Question } from '@/components/ui/dialog';
import { useMakeKey } from '@/lib/queries/backup/backup';
import type { BackupView } from '@/lib/schemas/backup/backup';
import { NewKeyDialog } from './new-key-dialog';

interface RecoveryKeySectionProps extends Pick<BackupView, 'waitingName'> {
  lock: BackupView['key'];
}

/** The key that opens backups: made here, kept elsewhere. */
export function RecoveryKeySection({ lock, waitingName }: RecoveryKeySectionProps) {
  const [isAsked, setIsAsked] = useState(false);
  const make = useMakeKey();
  const begin = () => make.mutate(undefined, { onSettled: () => setIsAsked(false) });
  return (
    <Section title="Recovery key">
      <Card className="flex flex-col items-start gap-3 p-4 md:p-5">
        <p className="flex items-center gap-2.5 font-strong">
          <KeyRound aria-hidden="true" className="size-5 shrink-0 text-accent" />
          {lock === null ? (
            'No recovery key yet'
          ) : (
            <span>
              Key <span className="font-mono">…{lock.name}</span>, made <RelativeTime atMs={lock.madeAtMs} />
            </span>
          )}
        </p>
        <p className="text-quiet text-sm">
          {lock === null
            ? 'With one, backups are locked without a passphrase on this Pi: only the part that locks stays here. You keep the part that opens.'
            : 'Only the part that locks is here. The part that opens is where you have put it.'}
        </p>
        {make.error && <ErrorNotice error={make.error} title="No key was made." />}
        <Button
          variant={lock === null ? 'primary' : 'secondary'}
          onClick={lock === null ? begin : () => setIsAsked(true)}
          isPending={make.isPending}
        >
          {lock === null ? 'Make a recovery key' : 'Make a new key'}
        </Button>
      </Card>
      <Question
        isOpen={isAsked}
        onClose={() => setIsAsked(false)}
        title="Make a new recovery key?"
        action={
          <Button variant="primary" onClick={begin} isPending={make.isPending}>
            Make a new key
          </Button>
        }
      >
        <p>
          Backups that are there already still need the key {lock && <code>…{lock.name}</code>}: keep it as
          long as you keep them. The new key counts once you have shown that you have it.
        </p>
      </Question>
      <NewKeyDialog
        made={make.data ?? null}
        isDead={make.data?.name !== waitingName && make.data?.name !== lock?.name}
        onClose={make.reset}
      />
    </Section>
  );
}
