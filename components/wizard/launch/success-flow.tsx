'use client';

import { CircleCheck, Cloud, HardDrive, type LucideIcon, Route, Waves } from 'lucide-react';
import type { ReactNode } from 'react';
import { sourceIcons } from '@/components/feedback/source-look';
import { cn } from '@/lib/cn';
import { offeredSources, sourceService, sourceWords } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { useWizard } from '../step/wizard-context';

const destinations: Record<DestinationInput['kind'], { icon: LucideIcon; name: string }> = {
  local: { icon: HardDrive, name: 'Stored on this Pi' },
  'grafana-cloud': { icon: Cloud, name: 'Grafana Cloud' },
  other: { icon: Route, name: 'Your destination' },
};

/**
 * The pipeline drawing itself, from the sources to the destination: down on a phone, across on a desk.
 * @param without services whose sources do not flow
 */
export function SuccessFlow({ without }: { without: readonly ServiceName[] }) {
  const { state } = useWizard();
  const { sources } = state;
  const flowing = offeredSources
    .filter((id) => sources?.[id].enabled && !without.includes(sourceService(id)))
    .map((id) => ({ icon: sourceIcons[id], name: sourceWords(id) }));
  const target = destinations[state.destination?.kind ?? 'other'];
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-arriving-line bg-arriving-soft p-5 sm:flex-row sm:gap-0 sm:p-6">
      <ul aria-label="Sources" className="flex flex-wrap justify-center gap-2 sm:flex-col">
        {flowing.map(({ icon, name }) => (
          <li key={name}>
            <Node icon={icon} className="animate-appear">
              {name}
            </Node>
          </li>
        ))}
        {flowing.length === 0 && (
          <li>
            <Node icon={Waves} className="animate-appear">
              Weir’s own numbers
            </Node>
          </li>
        )}
      </ul>
      <Line className="[animation-delay:200ms]" count={Math.max(flowing.length, 1)} />
      <Node icon={Waves} className="animate-appear [animation-delay:550ms] [animation-fill-mode:both]">
        vmagent
      </Node>
      <Line className="[animation-delay:700ms]" />
      <Node
        icon={target.icon}
        className="animate-appear border-arriving [animation-delay:1050ms] [animation-fill-mode:both]"
      >
        {target.name}
        <CircleCheck aria-label="arriving" className="size-5 text-arriving" />
      </Node>
    </div>
  );
}

function Node({
  icon: Icon,
  className,
  children,
}: {
  icon: LucideIcon;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'flex min-h-11 items-center gap-2 whitespace-nowrap rounded-md border border-line bg-surface px-3 text-sm',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-5 shrink-0 text-accent" />
      {children}
    </span>
  );
}

/** Height of one source and the gap below it, in pixels. */
const ROW = { height: 44, gap: 8 };

/** Drawn once, then the water runs along it. Across, it joins the given number of sources into one. */
function Line({ className, count = 1 }: { className: string; count?: number }) {
  const height = count * (ROW.height + ROW.gap) - ROW.gap;
  const paths = Array.from({ length: count }, (_, index) => {
    const from = index * (ROW.height + ROW.gap) + ROW.height / 2;
    return `M0 ${from}C55 ${from} 45 ${height / 2} 100 ${height / 2}`;
  });
  return (
    <>
      <svg aria-hidden="true" viewBox="0 0 6 40" className="h-10 w-1.5 sm:hidden">
        <Strokes path="M3 0V40" className={className} />
      </svg>
      <svg
        aria-hidden="true"
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        className="hidden min-w-8 flex-1 self-stretch sm:block"
      >
        {paths.map((path) => (
          <Strokes key={path} path={path} className={className} />
        ))}
      </svg>
    </>
  );
}

function Strokes({ path, className }: { path: string; className: string }) {
  return (
    <>
      <path
        d={path}
        pathLength={1}
        vectorEffect="non-scaling-stroke"
        className={cn('animate-draw fill-none stroke-4 stroke-water', className)}
      />
      <path
        d={path}
        strokeDasharray="6 14"
        vectorEffect="non-scaling-stroke"
        className="animate-flow fill-none stroke-2 stroke-surface motion-reduce:hidden"
      />
    </>
  );
}
