'use client';

import { ArchiveRestore } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  DESTINATION_FORM_ID,
  DestinationChoice,
  type DestinationKind,
  isDestinationKind,
} from '@/components/forms/destination/destination-choice';
import { forgetDraft, readDraft, rememberDraft } from '@/components/forms/drafts';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { RestoreStep } from '../restore/restore-step';
import { StepFooter } from '../step/step-footer';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';
import { DestinationForm } from './destination-form';

const KIND_DRAFT = 'destination-kind';

export function DestinationStep() {
  const { state } = useWizard();
  const savedKind = state.destination?.kind ?? null;
  const [kind, setKind] = useState<DestinationKind | null>(savedKind);
  const [isMissing, setIsMissing] = useState(false);
  const [hasBackup, setHasBackup] = useState(false);

  useEffect(() => {
    const draft = readDraft(KIND_DRAFT);
    const kept = draft !== null && 'kind' in draft ? draft.kind : null;
    setKind(isDestinationKind(kept) ? kept : savedKind);
  }, [savedKind]);

  function choose(chosen: DestinationKind) {
    setKind(chosen);
    setIsMissing(false);
    if (chosen === savedKind) forgetDraft(KIND_DRAFT);
    else rememberDraft(KIND_DRAFT, { kind: chosen }, []);
  }

  if (hasBackup) return <RestoreStep onBack={() => setHasBackup(false)} />;
  return (
    <>
      <StepHeading
        title="Where should your data go?"
        why="Everything that this Pi measures is sent to one place that stores it and draws the graphs. It can be changed later."
      />
      {!state.isComplete && (
        <Button icon={ArchiveRestore} onClick={() => setHasBackup(true)} className="mb-6 self-start">
          I have a backup
        </Button>
      )}
      <DestinationChoice kind={kind} onChoose={choose} />
      {kind !== null ? (
        <DestinationForm key={kind} kind={kind} onSaved={() => forgetDraft(KIND_DRAFT)} />
      ) : (
        <form
          id={DESTINATION_FORM_ID}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setIsMissing(true);
          }}
          className="flex flex-col gap-4"
        >
          {isMissing && <Callout tone="unknown" role="alert" title="Choose one of the three first." />}
          <StepFooter isPending={false} />
        </form>
      )}
    </>
  );
}
