'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Connecting } from '@/components/feedback/connecting';
import { EngineNotice } from '@/components/feedback/engine-notice';
import { LazyTaskPanel } from '@/components/feedback/lazy-task-panel';
import { isOutsideDocker, serviceLook } from '@/components/feedback/service-look';
import { BackLink } from '@/components/layout/back-link';
import { PageTitle } from '@/components/layout/page-title';
import { AppLink } from '@/components/ui/app-link';
import { Skeleton } from '@/components/ui/skeleton';
import { StatePill } from '@/components/ui/state-pill';
import { component, jobSource, sourceWords } from '@/lib/pipeline/components';
import { useSnapshot } from '@/lib/queries/snapshot';
import { currentTaskQuery } from '@/lib/queries/tasks';
import type { ServiceName, ServiceSample } from '@/lib/schemas/snapshot';
import { LogViewer } from './log-viewer';
import { MemoryNote } from './memory-note';
import { ServiceActions } from './service-actions';
import { ServiceFacts } from './service-facts';

/** One service: its state, what can be done with it, and what it says. */
export function ServicePage({ name }: { name: ServiceName }) {
  const sample = useSnapshot(({ services }) => services.find((each) => each.name === name) ?? null);
  const source = jobSource(name);
  const engine = useSnapshot((snapshot) => snapshot.engine);
  const [startedId, setStartedId] = useState<string | null>(null);
  const current = useQuery(currentTaskQuery()).data;
  const isRestarting = current?.state === 'running' && current.kind === 'restart' && current.service === name;
  const service = sample && isRestarting ? asRestarting(sample) : sample;
  const taskId = startedId ?? (current?.service === name ? current.id : null);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start">
        <BackLink href="/services" name="Services" />
        <PageTitle
          title={
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {name}
              {service && engine && <StatePill {...serviceLook(service, engine.state)} />}
            </span>
          }
          lead={component(name).role}
        />
      </div>
      {service && engine ? (
        <>
          <EngineNotice engine={engine} />
          <ServiceActions service={service} onStarted={setStartedId} />
          {taskId && <LazyTaskPanel id={taskId} />}
          {!(engine.state === 'up' && isOutsideDocker(service)) && (
            <ServiceFacts service={service} engine={engine} />
          )}
          {engine.hasMemoryCgroup === false && <MemoryNote />}
          {source && (
            <p className="text-sm">
              What it is asked for, and what of that gives data:{' '}
              <AppLink
                href={`/sources/${source}`}
                className="touch inline-flex items-center text-accent underline underline-offset-4"
              >
                {sourceWords(source)}
              </AppLink>
            </p>
          )}
        </>
      ) : (
        <Connecting>
          <Skeleton className="h-48" />
        </Connecting>
      )}
      {service?.state !== 'absent' && engine?.state !== 'denied' && <LogViewer service={name} />}
    </div>
  );
}

/** The moment in which it is stopped belongs to the restart that was asked for: it is no fault. */
function asRestarting(service: ServiceSample): ServiceSample {
  return service.state === 'exited' ? { ...service, state: 'restarting', exitCode: null } : service;
}
