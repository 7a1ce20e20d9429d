import type { ComponentType } from 'react';
import { type ZodType, z } from 'zod';
import type { DestinationInput, ProbeResult } from '@/lib/schemas/wizard';
import type { DestinationKind } from './destination-choice';
import { grafanaCloudForm, otherForm, type SavedDestination } from './destination-forms';
import { GrafanaCloudFields } from './grafana-cloud-fields';
import { LocalNote } from './local-note';
import { OtherFields } from './other-fields';

type Values = Record<string, string>;

interface FieldsProps {
  /** What the server has of this kind, or null. */
  given: SavedDestination | null;
  /** What the live test found of what stands here now; null until it has. */
  result: ProbeResult | null;
}

interface KindForm {
  draftKey: string;
  schema: (given: SavedDestination | null) => ZodType<DestinationInput, Values>;
  read: (given: SavedDestination | null) => Values;
  secretPaths: readonly string[];
  Fields: ComponentType<FieldsProps>;
  /** What must be filled in before there is anything to test; null: there is nothing to test. */
  waitingFor: string | null;
}

/** What each kind of destination asks, in the wizard and in the settings. */
export const destinationKinds: Record<DestinationKind, KindForm> = {
  local: {
    draftKey: 'local',
    schema: () => z.object({}).transform((): DestinationInput => ({ kind: 'local' })),
    read: () => ({}),
    secretPaths: [],
    Fields: LocalNote,
    waitingFor: null,
  },
  'grafana-cloud': {
    draftKey: 'grafana-cloud',
    schema: (given) =>
      grafanaCloudForm(given).transform((values): DestinationInput => ({ kind: 'grafana-cloud', ...values })),
    read: (given) => ({ url: given?.url ?? '', instanceId: given?.username ?? '', token: '' }),
    secretPaths: ['token'],
    Fields: GrafanaCloudFields,
    waitingFor:
      'Once all three are filled in, Weir tests them with one empty request. A whole snippet from Grafana Cloud can be pasted into any of them.',
  },
  other: {
    draftKey: 'other-destination',
    schema: () => otherForm.transform((values): DestinationInput => ({ kind: 'other', ...values })),
    read: (given) => ({ url: given?.url ?? '', username: given?.username ?? '', password: '' }),
    secretPaths: ['password'],
    Fields: OtherFields,
    waitingFor: 'Once the address is complete, Weir tests it with one empty request.',
  },
};

/** What is saved of this kind; null: another one is in use. */
export function ofKind(kind: DestinationKind, saved: SavedDestination | null): SavedDestination | null {
  return saved?.kind === kind ? saved : null;
}
