import { Cloud, HardDrive, Route } from 'lucide-react';
import { Choice } from '@/components/ui/choice';
import type { DestinationInput } from '@/lib/schemas/wizard';

export type DestinationKind = DestinationInput['kind'];

const choices = [
  {
    kind: 'local',
    label: 'This Pi',
    description: 'Try it in two minutes, with no account. Keeps two weeks unless told otherwise.',
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

/** Ties the choice to whichever form stands below it: Enter on the choice sends that form. */
export const DESTINATION_FORM_ID = 'destination-form';

export function isDestinationKind(value: unknown): value is DestinationKind {
  return choices.some((choice) => choice.kind === value);
}

interface DestinationChoiceProps {
  kind: DestinationKind | null;
  onChoose: (kind: DestinationKind) => void;
  isDisabled?: boolean;
}

export function DestinationChoice({ kind, onChoose, isDisabled }: DestinationChoiceProps) {
  return (
    <fieldset disabled={isDisabled} className="mb-6 flex flex-col gap-3">
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
          onChange={() => onChoose(choice.kind)}
        />
      ))}
    </fieldset>
  );
}
