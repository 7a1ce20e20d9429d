import { AppLink } from '@/components/ui/app-link';
import { StatePill } from '@/components/ui/state-pill';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { FlowModel } from './flow-model';

interface FlowCollectorProps {
  snapshot: Snapshot;
  look: FlowModel['collector'];
}

export function FlowCollector({ snapshot, look }: FlowCollectorProps) {
  const { targets } = snapshot;
  const up = targets.filter(({ state }) => state === 'up').length;
  return (
    <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-raised p-3 lg:flex-col lg:items-start lg:gap-2">
      <div className="flex flex-col gap-1">
        <AppLink href="/services/vmagent" className="font-strong text-sm underline-offset-4 hover:underline">
          vmagent
        </AppLink>
        <StatePill tone={look.tone} word={look.word} isBare />
      </div>
      <p className="figure text-right text-xs lg:text-left">
        {targets.length === 0 ? (
          <span className="text-quiet">No targets known</span>
        ) : (
          <>
            <span className="font-strong text-sm">
              {up} of {targets.length}
            </span>{' '}
            <span className="text-quiet">targets up</span>
          </>
        )}
      </p>
    </div>
  );
}
