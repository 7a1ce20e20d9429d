import { cn } from '@/lib/cn';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { LeveledValue } from './leveled-value';
import { PanelFrame, PanelNotes } from './panel-frame';

/** So many have room to be large. */
const FEW = 2;

/** The newest values: a few large ones, or a list. */
export function StatPanel({ panel }: { panel: Extract<LookPanel, { kind: 'stat' }> }) {
  const { values } = panel;
  if (values.length > FEW)
    return (
      <PanelFrame panel={panel} className="col-span-2">
        <ul className="divide-y divide-line text-sm">
          {values.map(({ name, value }) => (
            <li key={name} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
              <Name name={name} />
              <LeveledValue panel={panel} value={value} className="font-strong" />
            </li>
          ))}
        </ul>
        <PanelNotes panel={panel} />
      </PanelFrame>
    );
  return (
    <PanelFrame panel={panel}>
      <ul className="flex flex-col gap-2">
        {values.map(({ name, value }) => (
          <li key={name} className="flex flex-col">
            <LeveledValue panel={panel} value={value} className="font-strong text-xl lg:text-2xl" />
            {name !== '' && <Name name={name} className="text-quiet text-xs" />}
          </li>
        ))}
      </ul>
      <PanelNotes panel={panel} />
    </PanelFrame>
  );
}

function Name({ name, className }: { name: string; className?: string }) {
  return (
    <span title={name} className={cn('min-w-0 [overflow-wrap:anywhere]', className)}>
      {name}
    </span>
  );
}
