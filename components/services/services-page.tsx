'use client';

import { Connecting } from '@/components/feedback/connecting';
import { EngineNotice } from '@/components/feedback/engine-notice';
import { PipelineGone } from '@/components/feedback/pipeline-gone';
import { PageTitle } from '@/components/layout/page-title';
import { Skeleton } from '@/components/ui/skeleton';
import { useSnapshot } from '@/lib/queries/snapshot';
import { MemoryNote } from './memory-note';
import { ServiceCards } from './service-cards';
import { ServicesTable } from './services-table';
import { WrittenSection } from './written-section';

/** Every service of the stack: does it run, and what does it cost? */
export function ServicesPage() {
  const services = useSnapshot((snapshot) => snapshot.services);
  const engine = useSnapshot((snapshot) => snapshot.engine);
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="Services" lead="The containers of the stack on this Pi." />
      {services && engine ? (
        <>
          <EngineNotice engine={engine} />
          <PipelineGone />
          <ServicesTable services={services} engine={engine.state} />
          <ServiceCards services={services} engine={engine.state} />
          {engine.hasMemoryCgroup === false && <MemoryNote />}
          {engine.state === 'up' && <WrittenSection />}
        </>
      ) : (
        <Connecting>
          <Skeleton className="h-110" />
        </Connecting>
      )}
    </div>
  );
}
