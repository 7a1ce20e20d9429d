'use client';

import { useRef } from 'react';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Spinner } from '@/components/ui/spinner';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import { useGrafanaAct, useGrafanaPreview } from '@/lib/queries/grafana/grafana';
import { ActOutcome } from './act-outcome';
import { PutThings } from './put-things';
import { Refusal } from './refusal';

/** What is in Grafana, what would be done there, and doing it. */
export function Things({ address }: { address: string }) {
  const load = useGrafanaPreview();
  const act = useGrafanaAct(address);
  const { data, error, isFetching } = load;
  const isRead = data?.state === 'read' && error === null;
  // Each answer may take the button that asked for it away.
  const frame = useRef<HTMLDivElement>(null);
  useKeptFocus(frame);

  const outcome = act.variables && !act.isPending && (
    <ActOutcome act={act.variables} result={act.data} error={act.error} now={isRead ? data.things : null} />
  );

  function readAgain() {
    act.reset();
    void load.refetch();
  }

  return (
    <Section
      title="Dashboards and alert rules"
      aside={
        isRead && (
          <Button
            variant="quiet"
            isPending={isFetching && !act.isPending}
            disabled={act.isPending}
            onClick={readAgain}
            className="-mr-4 shrink-0"
          >
            Read again
          </Button>
        )
      }
    >
      <div ref={frame} tabIndex={-1} className="flex flex-col gap-3">
        <Loaded load={load} title="What is in Grafana could not be read." waiting={<Reading />}>
          {(preview) =>
            preview.state === 'read' ? (
              <>
                {error !== null && <LoadError load={load} title="What is there now could not be read." />}
                <PutThings preview={preview} act={act} outcome={outcome} />
              </>
            ) : (
              <>
                {outcome}
                <Refusal
                  refused={preview}
                  action={
                    <Button isPending={isFetching} onClick={readAgain}>
                      Try again
                    </Button>
                  }
                />
              </>
            )
          }
        </Loaded>
      </div>
    </Section>
  );
}

function Reading() {
  return (
    <p
      role="status"
      className="flex items-center gap-3 rounded-lg border border-line bg-sunken px-4 py-4 text-sm"
    >
      <Spinner className="text-accent" />
      Grafana is asked what is there…
    </p>
  );
}
