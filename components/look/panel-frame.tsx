import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Card } from '@/components/ui/card';
import { cn } from '@/lib/cn';
import { plural } from '@/lib/format';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { PanelFindings } from './panel-findings';

interface PanelFrameProps {
  panel: LookPanel;
  className?: string | undefined;
  children: ReactNode;
}

/** A card with its question; for what is not drawn over time. */
export function PanelFrame({ panel, className, children }: PanelFrameProps) {
  const id = useId();
  return (
    <Card className={cn('min-w-0 p-4', className)}>
      <article aria-labelledby={id} className="flex flex-col gap-2">
        <h3 id={id} className="font-strong text-sm">
          {panel.question}
        </h3>
        {children}
      </article>
    </Card>
  );
}

const NAMES: Record<LookPanel['kind'], string> = {
  timeseries: 'line',
  state: 'row',
  stat: 'value',
  table: 'row',
};

/** What has to be known to read it, how much of it is not shown, and what Weir finds of it. */
export function PanelNotes({ panel }: { panel: LookPanel }) {
  const { kind, note, more } = panel;
  return (
    <>
      {(note !== null || more > 0) && (
        <div className="flex flex-col gap-1 pt-1 text-quiet text-xs">
          {more > 0 && <p>And {plural(more, NAMES[kind])} more.</p>}
          {note !== null && <p>{note}</p>}
        </div>
      )}
      <PanelFindings panel={panel} />
    </>
  );
}

/** In place of what could not be read: why. */
export function PanelProblem({ panel, problem }: { panel: LookPanel; problem: string }) {
  return (
    <PanelFrame panel={panel}>
      <p className="flex items-start gap-2 text-sm">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{problem}</span>
      </p>
      <PanelFindings panel={panel} />
    </PanelFrame>
  );
}

/** In place of what there is none of. */
export function PanelEmpty({ panel }: { panel: LookPanel }) {
  return (
    <PanelFrame panel={panel}>
      <p className="text-quiet text-sm">
        {panel.emptyWhen === null
          ? 'No values are stored for this time.'
          : `There is nothing to show for this time, which may be normal. ${panel.emptyWhen}`}
      </p>
      <PanelFindings panel={panel} />
    </PanelFrame>
  );
}
