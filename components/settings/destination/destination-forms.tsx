'use client';

import { useEffect, useState } from 'react';
import { DestinationChoice, isDestinationKind } from '@/components/forms/destination/destination-choice';
import { forgetDraft, readDraft, rememberDraft } from '@/components/forms/drafts';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { DestinationForm } from './destination-form';

const KIND_DRAFT = 'settings-destination-kind';

/** One of three kinds, and below it what that kind asks. */
export function DestinationForms({ settings }: { settings: Settings }) {
  const inUse = settings.destination.kind;
  const [kind, setKind] = useState<DestinationInput['kind']>(inUse);

  useEffect(() => {
    const draft = readDraft(KIND_DRAFT);
    const kept = draft !== null && 'kind' in draft ? draft.kind : null;
    setKind(isDestinationKind(kept) ? kept : inUse);
    if (kept === inUse) forgetDraft(KIND_DRAFT);
  }, [inUse]);

  function choose(chosen: DestinationInput['kind']) {
    setKind(chosen);
    if (chosen === inUse) forgetDraft(KIND_DRAFT);
    else rememberDraft(KIND_DRAFT, { kind: chosen }, []);
  }

  return (
    <div>
      <DestinationChoice
        kind={kind}
        onChoose={choose}
        isDisabled={settings.locked.destination !== undefined}
      />
      <DestinationForm key={kind} kind={kind} settings={settings} onDiscard={() => choose(inUse)} />
    </div>
  );
}
