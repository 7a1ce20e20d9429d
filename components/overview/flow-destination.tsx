import { Cloud, HardDrive, Server } from 'lucide-react';
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
  return (
    <div className={cn('flex flex-col gap-2 rounded-md border p-3', tones[look.tone].panel)}>
      <div className="flex items-center gap-2.5">
        <Icon aria-hidden="true" className="size-5 shrink-0" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-strong text-sm">{destinationName(destination)}</p>
          <StatePill tone={look.tone} word={look.word} isBare />
        </div>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs">
        <dt className="whitespace-nowrap">Last success</dt>
        <dd className="figure text-right">
          <RelativeTime atMs={delivery.lastSuccessAtMs} fallback="none seen" />
        </dd>
        <dt>Rate</dt>
        <dd className="figure text-right">{formatRate(delivery.samplesPerSecond, 'samples')}</dd>
        <dt>Traffic</dt>
        <dd className="figure text-right">{formatByteRate(delivery.bytesPerSecond)}</dd>
      </dl>
      <p title={destination.url} className="truncate text-quiet text-xs">
        {URL.parse(destination.url)?.host ?? destination.url}
      </p>
    </div>
  );
}
