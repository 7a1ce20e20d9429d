import type { Stored } from '@/lib/schemas/look/stored';
import { KeptElsewhere, StoreSilent } from './dashboard-states';
import { DestinationSilent } from './destination-silent';

/** Why nothing of the destination can be drawn, and the way out. */
export function NotDrawn({ view }: { view: Exclude<Stored, { state: 'read' }> }) {
  if (view.state === 'elsewhere') return <KeptElsewhere where={view.where} canBeAsked={view.canBeAsked} />;
  return view.where === null ? (
    <StoreSilent why={view.why} />
  ) : (
    <DestinationSilent where={view.where} why={view.why} hint={view.hint} />
  );
}
