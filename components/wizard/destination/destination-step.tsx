'use client';

import { Cloud, HardDrive, Route } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Callout } from '@/components/ui/callout';
import { Choice } from '@/components/ui/choice';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { forgetDraft, readDraft, rememberDraft } from '../drafts';
import { StepFooter } from '../step-footer';
import { StepHeading } from '../step-heading';
import { useWizard } from '../wizard-context';
import { DESTINATION_FORM_ID } from './destination-forms';
import { GrafanaCloudForm } from './grafana-cloud-form';
import { LocalForm } from './local-form';
import { OtherForm } from './other-form';

type Kind = DestinationInput['kind'];
const KIND_DRAFT = 'destination-kind';

const choices = [
  {
    kind: 'local',
    label: 'This Pi',
    description: 'Try it in two minutes, with no account. Keeps 14 days.',
    icon: HardDrive,
  },
  {
    kind: 'grafana-cloud',
    label: 'Grafana Cloud',
    description: 'Dashboards and alerts from anywhere. A free account is enough.',
    icon: Cloud,
  },
  {
    kind: 'other',
    label: 'Another server',
    description: 'Your own VictoriaMetrics, Mimir or Prometheus: any remote-write address.',
    icon: Route,
  },
] as const;

export function DestinationStep() {
  const { state } = useWizard();
  const savedKind = state.destination?.kind ?? null;
  const [kind, setKind] = useState<Kind | null>(savedKind);
  const [isMissing, setIsMissing] = useState(false);

  useEffect(() => {
    const draft = readDraft(KIND_DRAFT);
    const kept = choices.find((choice) => draft !== null && 'kind' in draft && draft.kind === choice.kind);
    setKind(kept?.kind ?? savedKind);
  }, [savedKind]);

  function choose(chosen: Kind) {
    setKind(chosen);
    setIsMissing(false);
    if (chosen === savedKind) forgetDraft(KIND_DRAFT);
    else rememberDraft(KIND_DRAFT, { kind: chosen }, []);
  }

  const onSaved = () => forgetDraft(KIND_DRAFT);
  return (
    <>
      <StepHeading
        title="Where should your data go?"
        why="Everything that this Pi measures is sent to one place that stores it and draws the graphs. It can be changed later."
      />
      <fieldset className="mb-6 flex flex-col gap-3">
        <legend className="sr-only">Destination</legend>
        {choices.map(({ icon: Icon, ...choice }) => (
          <Choice
            key={choice.kind}
            name="kind"
            form={DESTINATION_FORM_ID}
            label={choice.label}
            description={choice.description}
            icon={<Icon aria-hidden="true" className="size-6" />}
            checked={kind === choice.kind}
            onChange={() => choose(choice.kind)}
          />
        ))}
      </fieldset>
      {kind === 'local' && <LocalForm onSaved={onSaved} />}
      {kind === 'grafana-cloud' && <GrafanaCloudForm onSaved={onSaved} />}
      {kind === 'other' && <OtherForm onSaved={onSaved} />}
      {kind === null && (
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
