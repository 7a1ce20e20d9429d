import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { formatDuration } from '@/lib/duration';
import { formatBytes, formatShare } from '@/lib/format';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { bufferOutlook, type FlowModel } from './flow-model';
import { Vessel } from './vessel';

interface FlowBufferProps {
  snapshot: Snapshot;
  model: FlowModel;
}

const TRENDS = { filling: ArrowUp, draining: ArrowDown, idle: Minus, unknown: Minus } as const;

/** What waits on the Pi's disk, how full that is and how long it lasts. */
export function FlowBuffer({ snapshot: { buffer }, model }: FlowBufferProps) {
  const outlook = bufferOutlook(buffer, formatDuration);
  const Trend = TRENDS[buffer.trend];
  return (
    <div className="relative flex h-36 flex-col items-center justify-center px-3 pt-4 text-center lg:h-48">
      <Vessel
        level={model.level}
        isOverflowing={model.isOverflowing}
        isMoving={model.toDestination.state === 'flow' || model.toBuffer.state === 'flow'}
        className="absolute inset-0 size-full"
      />
      <div className="relative flex flex-col items-center gap-0.5">
        <p className="text-xs">Buffer</p>
        <p className="figure font-strong text-lg">{waiting(buffer)}</p>
        <p className="figure text-xs">
          {buffer.bytes === null || buffer.capBytes === null
            ? 'vmagent does not answer'
            : `${formatShare(buffer.bytes, buffer.capBytes)} of ${formatBytes(buffer.capBytes)}`}
        </p>
        <p className="figure flex min-h-5 items-center gap-1 text-xs">
          {outlook && (
            <>
              <Trend aria-hidden="true" className="size-3.5 shrink-0" />
              {outlook}
            </>
          )}
        </p>
      </div>
    </div>
  );
}

function waiting({ bytes, trend }: Snapshot['buffer']): string {
  if (bytes === null) return 'Unknown';
  // The block that vmagent is just trying to send is not counted as buffered.
  if (bytes === 0) return trend === 'filling' ? 'Almost empty' : 'Nothing waits';
  return `${formatBytes(bytes)} waiting`;
}
