import { Cloud, HardDrive, Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { StatePill } from '@/components/ui/state-pill';
import { tones } from '@/components/ui/tone';
import { cn } from '@/lib/cn';
import { destinationName } from '@/lib/destination-name';
import { formatByteRate, formatRate } from '@/lib/format';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { FlowModel } from './flow-model';

interface FlowDestinationProps {
  snapshot: Snapshot;
  look: FlowModel['destination'];
}

const ICONS = { local: HardDrive, 'grafana-cloud': Cloud, other: Server } as const;

export function FlowDestination({ snapshot: { destination, delivery }, look }: FlowDestinationProps) {
  const Icon = ICONS[destination.kind];
  // The rates are those of the last minute: they would still speak of deliveries when there are none any more.
  const isTaking = delivery.state === 'delivering' || delivery.state === 'losing';
  return (
    <div className={cn('flex flex-col gap-2 rounded-md border p-3', tones[look.tone].panel)}>
      <div className="flex items-center gap-2.5">
        <Icon aria-hidden="true" className="size-5 shrink-0" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-strong text-sm">{destinationName(destination)}</p>
          <StatePill tone={look.tone} word={look.word} isBare />
        </div>
      </div>
      <dl className="flex flex-col gap-0.5 text-xs">
        <Row name="Last success">
          <RelativeTime atMs={delivery.lastSuccessAtMs} fallback="none seen" />
        </Row>
        <Row name="Rate">{formatRate(isTaking ? delivery.samplesPerSecond : null, 'samples')}</Row>
        <Row name="Traffic">{formatByteRate(isTaking ? delivery.bytesPerSecond : null)}</Row>
      </dl>
      <p title={destination.url} className="truncate text-quiet text-xs">
        {URL.parse(destination.url)?.host ?? destination.url}
      </p>
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-2">
      <dt>{name}</dt>
      <dd className="figure">{children}</dd>
    </div>
  );
}
