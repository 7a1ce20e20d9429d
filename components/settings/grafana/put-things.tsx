'use client';

import { type ReactNode, useState } from 'react';
import { MenuPath } from '@/components/forms/where-to-find';
import { Callout } from '@/components/ui/callout';
import type { useGrafanaAct } from '@/lib/queries/grafana/grafana';
import type { GrafanaPreview } from '@/lib/schemas/grafana/grafana';
import { PutRow } from './put-row';
import { ThingRow } from './thing-row';

interface PutThingsProps {
  preview: Extract<GrafanaPreview, { state: 'read' }>;
  act: ReturnType<typeof useGrafanaAct>;
  /** Of the last act; beside the buttons, which may be far below the top of the list. */
  outcome: ReactNode;
}

/** What would be done with each thing, and the buttons that do it. */
export function PutThings({ preview: { dataSource, things }, act, outcome }: PutThingsProps) {
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const outcomes = act.data?.state === 'done' ? act.data.things : [];

  function start(what: 'apply' | 'remove', overwrite: string[]) {
    // What is ticked stays so where it was refused: the next press means the same.
    const onSuccess = ({ state }: { state: string }) => state === 'done' && setTicked([]);
    act.mutate({ what, overwrite, before: things }, { onSuccess });
  }

  return (
    <>
      {dataSource === null ? (
        <NoDataSource />
      ) : (
        <>
          <p className="wrap-anywhere text-sm">
            <span className="text-quiet">They read from the data source</span> {dataSource.name}.
          </p>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface shadow-card">
            {things.map((thing) => (
              <ThingRow
                key={thing.id}
                thing={thing}
                outcome={outcomes.find(({ id }) => id === thing.id)?.outcome}
                isTicked={ticked.includes(thing.id)}
                onTick={(isTicked) =>
                  setTicked(isTicked ? [...ticked, thing.id] : ticked.filter((id) => id !== thing.id))
                }
                isBusy={act.isPending}
              />
            ))}
          </ul>
        </>
      )}
      {outcome}
      <PutRow
        things={things}
        ticked={ticked}
        canPut={dataSource !== null}
        pending={act.isPending ? act.variables.what : null}
        onPut={() => start('apply', [...ticked])}
        onRemove={(overwrite) => start('remove', overwrite)}
      />
    </>
  );
}

function NoDataSource() {
  return (
    <Callout tone="waiting" title="There is no Prometheus data source in this Grafana.">
      <p>
        Dashboards and rules read from one. Add it in Grafana:{' '}
        <MenuPath steps={['Connections', 'Data sources', 'Add new data source', 'Prometheus']} />. Where there
        is one, the token may not see it: it needs the role Reader of data sources. Then press Read again.
      </p>
    </Callout>
  );
}
