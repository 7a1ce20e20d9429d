'use client';

import type { ReactNode } from 'react';
import { Section } from '@/components/ui/card';
import { destinationName } from '@/lib/destination-name';
import { formatRate } from '@/lib/format';
import { offlineWords } from '@/lib/offline';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { FlowBuffer } from './flow-buffer';
import { FlowCollector } from './flow-collector';
import { FlowDestination } from './flow-destination';
import { type FlowModel, flowModel, mergeWires, type Wire } from './flow-model';
import { FlowSources } from './flow-sources';
import { Wires } from './wire';

/** Where the data comes from, where it waits and where it goes. Left to right, or top to bottom on a phone. */
export function Flow() {
  const snapshot = useSnapshot((whole) => whole);
  if (!snapshot) return null;
  const model = flowModel(snapshot);
  return (
    <Section title="The flow">
      <p className="sr-only">{flowSentence(snapshot, model)}</p>
      <ol className="flex flex-col rounded-lg border border-line bg-surface p-4 shadow-card lg:grid lg:grid-cols-[14.25rem_minmax(2.5rem,1fr)_9.5rem_minmax(2.5rem,1fr)_12.75rem_minmax(2.5rem,1fr)_13.5rem] lg:p-6">
        <Stage name="Sources">
          <FlowSources sources={snapshot.sources} />
        </Stage>
        <Gap wires={model.sources} downWires={columns(model.sources)} />
        <Stage name="Collector">
          <FlowCollector snapshot={snapshot} look={model.collector} />
        </Stage>
        <Gap wires={[model.toBuffer]} />
        <Stage name="Buffer">
          <FlowBuffer snapshot={snapshot} model={model} />
        </Stage>
        <Gap wires={[model.toDestination]} label={formatRate(model.toDestination.rate, 'samples')} />
        <Stage name="Destination">
          <FlowDestination snapshot={snapshot} look={model.destination} />
        </Stage>
      </ol>
      <p className="mt-2 min-h-5 text-pretty text-quiet text-sm tabular-nums">{offlineWords(snapshot)}</p>
    </Section>
  );
}

function Stage({ name, children }: { name: string; children: ReactNode }) {
  return (
    <li aria-label={name} className="flex flex-col justify-center">
      {children}
    </li>
  );
}

/** On a phone the sources stand in two columns, each with one line down. */
function columns(wires: Wire[]): Wire[] {
  return [0, 1].map((column) => mergeWires(wires.filter((_, index) => index % 2 === column)));
}

/** The lines between two stages; drawn twice, since a phone reads downwards. */
function Gap({ wires, downWires = wires, label }: { wires: Wire[]; downWires?: Wire[]; label?: string }) {
  const isFlowing = wires.some(({ state }) => state === 'flow');
  return (
    <li aria-hidden="true" className="relative h-12 lg:h-auto">
      <Wires wires={wires} direction="right" className="absolute inset-0 hidden size-full lg:block" />
      <Wires wires={downWires} direction="down" className="absolute inset-0 size-full lg:hidden" />
      {label && isFlowing && (
        <span className="figure absolute top-1/2 left-1/2 ml-4 -translate-y-1/2 text-quiet text-xs lg:hidden">
          {label}
        </span>
      )}
    </li>
  );
}

function flowSentence(snapshot: Snapshot, model: FlowModel): string {
  const flowing = flowModel(snapshot).sources.filter(({ state }) => state === 'flow').length;
  const enabled = snapshot.sources.filter((source) => source.enabled).length;
  return `${flowing} of ${enabled} sources send data to vmagent, which is ${model.collector.word.toLowerCase()}. The destination, ${destinationName(snapshot.destination)}, is ${model.destination.word.toLowerCase()}.`;
}
